export { newWriteKey, type SourcesDeps } from "./manage-sources.ts";
export { sourceRoutes } from "./sources.routes.ts";
export { readSources } from "./sources.store.ts";
