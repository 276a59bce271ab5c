import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { returnPath } from "./return-path.ts";

export type SignInSearch = { return?: string };
const withReturn = (search: Record<string, unknown>): SignInSearch =>
  search["return"] === undefined ? {} : { return: returnPath(search["return"]) };

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  validateSearch: withReturn,
  component: lazyRouteComponent(() => import("./sign-in-page.tsx"), "SignInPage"),
});

const codeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/code",
  validateSearch: withReturn,
  component: lazyRouteComponent(() => import("./code-page.tsx"), "CodePage"),
});

const linkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/link",
  validateSearch: (search: Record<string, unknown>): SignInSearch & { token?: string } => ({
    ...withReturn(search),
    token: search["token"] === undefined ? undefined : String(search["token"]),
  }),
  component: lazyRouteComponent(() => import("./link-page.tsx"), "LinkPage"),
});

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/reset",
  validateSearch: (search: Record<string, unknown>) => ({ token: String(search["token"] ?? "") }),
  component: lazyRouteComponent(() => import("./reset-page.tsx"), "ResetPage"),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in/account",
  validateSearch: (search: Record<string, unknown>): SignInSearch & { email?: string } => ({
    ...withReturn(search),
    ...(typeof search["email"] === "string" ? { email: search["email"] } : {}),
  }),
  component: lazyRouteComponent(() => import("./account-page.tsx"), "AccountPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invite/$token",
  component: lazyRouteComponent(() => import("./invitation-page.tsx"), "InvitationPage"),
});

export const signInRoutes = [signInRoute, codeRoute, linkRoute, resetRoute, accountRoute, invitationRoute] as const;
