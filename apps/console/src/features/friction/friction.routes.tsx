import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const frictionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/insights/friction",
  component: lazyRouteComponent(() => import("./friction-page.tsx"), "FrictionPage"),
});

export const frictionRoutes = [frictionRoute] as const;
