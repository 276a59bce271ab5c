import { createRoute, redirect } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

/** The section begins with its first part. */
const engageRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage",
  beforeLoad: () => {
    throw redirect({ to: "/engage/flows" });
  },
});

export const engageRoutes = [engageRoute] as const;
