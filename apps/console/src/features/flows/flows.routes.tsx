import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { shellRoute } from "../../app/shell-route.tsx";

const flowsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/flows",
  component: lazyRouteComponent(() => import("./flows-page.tsx"), "FlowsPage"),
});
const failed = lazyRouteComponent(() => import("./flow-failed.tsx"), "FlowFailed");
const flowRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/flows/$flowKey",
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(api.flows.get.queryOptions({ input: { key: params.flowKey } })),
  component: lazyRouteComponent(() => import("./build-page.tsx"), "BuildPage"),
  errorComponent: failed,
});
const runsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/flows/$flowKey/runs",
  component: lazyRouteComponent(() => import("./runs/runs-page.tsx"), "RunsPage"),
  errorComponent: failed,
});
const runRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/flows/$flowKey/runs/$runId",
  component: lazyRouteComponent(() => import("./runs/run-page.tsx"), "RunPage"),
  errorComponent: failed,
});
const reportRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/flows/$flowKey/report",
  component: lazyRouteComponent(() => import("./report/report-page.tsx"), "ReportPage"),
  errorComponent: failed,
});
const versionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/engage/flows/$flowKey/versions",
  component: lazyRouteComponent(() => import("./versions/versions-page.tsx"), "VersionsPage"),
  errorComponent: failed,
});

export const flowsRoutes = [flowsRoute, flowRoute, runsRoute, runRoute, reportRoute, versionsRoute] as const;
