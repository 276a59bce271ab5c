export { dataRoutes, type DataDeps } from "./data.routes.ts";
