import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";
import { isSdkId, type SdkId } from "./sdk-id.ts";

const welcomeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/welcome",
  component: lazyRouteComponent(() => import("./welcome-page.tsx"), "WelcomePage"),
});

const connectRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/welcome/connect",
  validateSearch: (search: Record<string, unknown>): { sdk?: SdkId; source?: string } => ({
    ...(isSdkId(search["sdk"]) ? { sdk: search["sdk"] } : {}),
    ...(typeof search["source"] === "string" ? { source: search["source"] } : {}),
  }),
  component: lazyRouteComponent(() => import("./connect-page.tsx"), "ConnectPage"),
});

export const welcomeRoutes = [welcomeRoute, connectRoute] as const;
