import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const reportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/arbiter",
  component: lazyRouteComponent(() => import("./report-page.tsx"), "ReportPage"),
});
const simulatorRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/arbiter/simulator",
  component: lazyRouteComponent(() => import("./simulator-page.tsx"), "SimulatorPage"),
});
const rulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/arbiter/rules",
  component: lazyRouteComponent(() => import("./rules/rules-page.tsx"), "RulesPage"),
});

export const arbiterRoutes = [reportRoute, simulatorRoute, rulesRoute] as const;
