import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const quarantineRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/quarantine",
  component: lazyRouteComponent(() => import("./quarantine-page.tsx"), "QuarantinePage"),
});

export const quarantineRoutes = [quarantineRoute] as const;
