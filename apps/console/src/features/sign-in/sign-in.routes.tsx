import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { returnPath } from "./return-path.ts";

export type SignInSearch = { return?: string };
const withReturn = (search: Record<string, unknown>): SignInSearch => (search["return"] === undefined ? {} : { return: returnPath(search["return"]) });

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
  validateSearch: (search: Record<string, unknown>): SignInSearch & { token?: string } => ({ ...withReturn(search), token: search["token"] === undefined ? undefined : String(search["token"]) }),
  component: lazyRouteComponent(() => import("./link-page.tsx"), "LinkPage"),
});

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/invite/$invitationId",
  validateSearch: (search: Record<string, unknown>): { email?: string } => (typeof search["email"] === "string" ? { email: search["email"] } : {}),
  component: lazyRouteComponent(() => import("./invitation-page.tsx"), "InvitationPage"),
});

export const signInRoutes = [signInRoute, codeRoute, linkRoute, invitationRoute] as const;
