import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const explorerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/insights",
  component: lazyRouteComponent(() => import("./explorer-page.tsx"), "ExplorerPage"),
});

export const insightsRoutes = [explorerRoute] as const;
