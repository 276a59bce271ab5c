export { dashboardRoutes, savedQueryRoutes } from "./dashboards.routes.ts";
export { ensureSampleDashboards } from "./ensure-sample-dashboards.ts";
