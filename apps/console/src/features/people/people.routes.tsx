import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { shellRoute } from "../../app/shell-route.tsx";

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people",
  component: lazyRouteComponent(() => import("./people-page.tsx"), "PeoplePage"),
});

const personRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people/$personId",
  loader: ({ context, params }) => void context.queryClient.prefetchQuery(api.people.get.queryOptions({ input: { id: params.personId } })),
  component: lazyRouteComponent(() => import("./person-page.tsx"), "PersonPage"),
  errorComponent: lazyRouteComponent(() => import("./person-failed.tsx"), "PersonFailed"),
});

const deletionRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/people/deletions/$deletionId",
  component: lazyRouteComponent(() => import("./deletion-page.tsx"), "DeletionPage"),
});

export const peopleRoutes = [peopleRoute, personRoute, deletionRoute] as const;
