import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { shellRoute } from "../../app/shell-route.tsx";

const journeysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/journeys",
  component: lazyRouteComponent(() => import("./journeys-page.tsx"), "JourneysPage"),
});
const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/journeys/new",
  component: lazyRouteComponent(() => import("./editor/new-journey-page.tsx"), "NewJourneyPage"),
});
const failed = lazyRouteComponent(() => import("./journey-failed.tsx"), "JourneyFailed");
const journeyRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/journeys/$journeyKey",
  loader: ({ context, params }) =>
    void context.queryClient.prefetchQuery(api.journeys.get.queryOptions({ input: { key: params.journeyKey } })),
  component: lazyRouteComponent(() => import("./journey-page.tsx"), "JourneyPage"),
  errorComponent: failed,
});
const editRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/journeys/$journeyKey/edit",
  component: lazyRouteComponent(() => import("./editor/edit-journey-page.tsx"), "EditJourneyPage"),
  errorComponent: failed,
});
const instancesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/journeys/$journeyKey/instances",
  component: lazyRouteComponent(() => import("./instances-page.tsx"), "InstancesPage"),
  errorComponent: failed,
});
const instanceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/journeys/$journeyKey/instances/$instanceId",
  component: lazyRouteComponent(() => import("./strip/instance-page.tsx"), "InstancePage"),
  errorComponent: failed,
});

export const journeysRoutes = [journeysRoute, newRoute, journeyRoute, editRoute, instancesRoute, instanceRoute] as const;
