import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const sourcesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/sources",
  component: lazyRouteComponent(() => import("./sources-page.tsx"), "SourcesPage"),
});

const newSourceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/sources/new",
  validateSearch: (search: Record<string, unknown>): { sdk?: string; source?: string } => ({
    ...(typeof search["sdk"] === "string" ? { sdk: search["sdk"] } : {}),
    ...(typeof search["source"] === "string" ? { source: search["source"] } : {}),
  }),
  component: lazyRouteComponent(() => import("./new-source-page.tsx"), "NewSourcePage"),
});

const sourceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/sources/$sourceId",
  component: lazyRouteComponent(() => import("./source-page.tsx"), "SourcePage"),
});

export const sourcesRoutes = [sourcesRoute, newSourceRoute, sourceRoute] as const;
