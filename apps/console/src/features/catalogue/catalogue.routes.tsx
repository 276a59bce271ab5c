import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";

const catalogueRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/catalogue",
  component: lazyRouteComponent(() => import("./catalogue-page.tsx"), "CataloguePage"),
});

const eventRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/data/catalogue/$kind/$name",
  component: lazyRouteComponent(() => import("./event-page.tsx"), "EventPage"),
});

export const catalogueRoutes = [catalogueRoute, eventRoute] as const;
