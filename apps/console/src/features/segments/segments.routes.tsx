import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { shellRoute } from "../../app/shell-route.tsx";

const segmentsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/segments",
  component: lazyRouteComponent(() => import("./segments-page.tsx"), "SegmentsPage"),
});
// Two parts long: a segment may have the key “new”.
const newRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/segments/new/live",
  component: lazyRouteComponent(() => import("./editor/new-segment-page.tsx"), "NewSegmentPage"),
});
const failed = lazyRouteComponent(() => import("./segment-failed.tsx"), "SegmentFailed");
const segmentRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/segments/$segmentKey",
  loader: ({ context, params }) =>
    void context.queryClient.prefetchQuery(api.segments.get.queryOptions({ input: { key: params.segmentKey } })),
  component: lazyRouteComponent(() => import("./segment-page.tsx"), "SegmentPage"),
  errorComponent: failed,
});
const editRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/segments/$segmentKey/edit",
  component: lazyRouteComponent(() => import("./editor/edit-segment-page.tsx"), "EditSegmentPage"),
  errorComponent: failed,
});

export const segmentsRoutes = [segmentsRoute, newRoute, segmentRoute, editRoute] as const;
