export { frictionRoutes } from "./friction.routes.ts";
