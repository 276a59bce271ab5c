import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const listRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/insights/dashboards",
  component: lazyRouteComponent(() => import("./dashboards-page.tsx"), "DashboardsPage"),
});

const dashboardRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/insights/dashboards/$id",
  component: lazyRouteComponent(() => import("./dashboard-page.tsx"), "DashboardPage"),
});

export const dashboardsRoutes = [listRoute, dashboardRoute] as const;
