import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const alertsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/insights/alerts",
  component: lazyRouteComponent(() => import("./alerts-page.tsx"), "AlertsPage"),
});

export const alertsRoutes = [alertsRoute] as const;
