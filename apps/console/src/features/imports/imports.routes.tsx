import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/imports",
  component: lazyRouteComponent(() => import("./imports-page.tsx"), "ImportsPage"),
});

const newImportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/imports/new",
  component: lazyRouteComponent(() => import("./new-import-page.tsx"), "NewImportPage"),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/imports/$importId",
  component: lazyRouteComponent(() => import("./import-page.tsx"), "ImportPage"),
});

export const importsRoutes = [importsRoute, newImportRoute, importRoute] as const;
