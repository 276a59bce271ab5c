export { api, type ApiContext } from "./api.ts";
export { decodeCursor, encodeCursor } from "./cursor.ts";
