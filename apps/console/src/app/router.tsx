import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { accountsRoutes } from "../features/accounts/accounts.routes.tsx";
import { alertsRoutes } from "../features/alerts/alerts.routes.tsx";
import { arbiterRoutes } from "../features/arbiter/arbiter.routes.tsx";
import { catalogueRoutes } from "../features/catalogue/catalogue.routes.tsx";
import { dashboardsRoutes } from "../features/dashboards/dashboards.routes.tsx";
import { debuggerRoutes } from "../features/debugger/debugger.routes.tsx";
import { engageRoutes } from "../features/engage/engage.routes.tsx";
import { flowsRoutes } from "../features/flows/flows.routes.tsx";
import { frictionRoutes } from "../features/friction/friction.routes.tsx";
import { homeRoutes } from "../features/home/home.routes.tsx";
import { journeysRoutes } from "../features/journeys/journeys.routes.tsx";
import { messagesRoutes } from "../features/messages/messages.routes.tsx";
import { sourcesRoutes } from "../features/sources/sources.routes.tsx";
import { peopleRoutes } from "../features/people/people.routes.tsx";
import { importsRoutes } from "../features/imports/imports.routes.tsx";
import { insightsRoutes } from "../features/insights/insights.routes.tsx";
import { quarantineRoutes } from "../features/quarantine/quarantine.routes.tsx";
import { segmentsRoutes } from "../features/segments/segments.routes.tsx";
import { settingsRoutes } from "../features/settings/settings.routes.tsx";
import { tasksRoutes } from "../features/tasks/tasks.routes.tsx";
import { signInRoutes } from "../features/sign-in/sign-in.routes.tsx";
import { welcomeRoutes } from "../features/welcome/welcome.routes.tsx";
import { PageSkeleton } from "../ui/skeletons.tsx";
import { FailedPart } from "./failed-page.tsx";
import { NotFound } from "./not-found.tsx";
import { rootRoute } from "./root-route.tsx";
import { nowhereRoute, shellRoute } from "./shell-route.tsx";

// A feature joins by exporting its routes and being named here; the rail shows an entry as soon as its route exists.
const routeTree = rootRoute.addChildren([
  ...signInRoutes,
  shellRoute.addChildren([
    ...homeRoutes,
    ...journeysRoutes,
    ...peopleRoutes,
    ...segmentsRoutes,
    ...accountsRoutes,
    ...tasksRoutes,
    ...engageRoutes,
    ...flowsRoutes,
    ...messagesRoutes,
    ...arbiterRoutes,
    ...insightsRoutes,
    ...dashboardsRoutes,
    ...alertsRoutes,
    ...frictionRoutes,
    ...sourcesRoutes,
    ...debuggerRoutes,
    ...catalogueRoutes,
    ...quarantineRoutes,
    ...importsRoutes,
    ...settingsRoutes,
    ...welcomeRoutes,
    nowhereRoute,
  ]),
]);

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 150,
    defaultPendingMinMs: 200,
    defaultPendingComponent: PageSkeleton,
    defaultNotFoundComponent: NotFound,
    defaultErrorComponent: FailedPart,
    scrollRestoration: true,
  });
}
export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
}
