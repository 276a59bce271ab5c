import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const debuggerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/live",
  component: lazyRouteComponent(() => import("./debugger-page.tsx"), "DebuggerPage"),
});

export const debuggerRoutes = [debuggerRoute] as const;
