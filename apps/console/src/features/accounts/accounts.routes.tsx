import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { shellRoute } from "../../app/shell-route.tsx";

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/accounts",
  component: lazyRouteComponent(() => import("./accounts-page.tsx"), "AccountsPage"),
});

const accountRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: "/accounts/$accountId",
  loader: ({ context, params }) =>
    void context.queryClient.prefetchQuery(api.accounts.get.queryOptions({ input: { id: params.accountId } })),
  component: lazyRouteComponent(() => import("./account-page.tsx"), "AccountPage"),
  errorComponent: lazyRouteComponent(() => import("./account-failed.tsx"), "AccountFailed"),
});

export const accountsRoutes = [accountsRoute, accountRoute] as const;
