import { createRoute, redirect } from "@tanstack/react-router";
import { ApiError } from "./api-error.ts";
import { FailedPage } from "./failed-page.tsx";
import { NotFound } from "./not-found.tsx";
import { rootRoute } from "./root-route.tsx";
import { loadSession } from "./session.ts";
import { Shell, ShellSkeleton } from "./shell/shell.tsx";

/** Parent of every page of a signed-in user. Its children can count on `useSession()`. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "shell",
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await loadSession(context.queryClient) };
    } catch (error) {
      if (error instanceof ApiError && error.code === "unauthenticated")
        throw redirect({ to: "/sign-in", search: { return: location.href } });
      throw error;
    }
  },
  component: Shell,
  pendingComponent: () => <ShellSkeleton />,
  notFoundComponent: NotFound,
  errorComponent: FailedPage,
});

/** Any other address, said inside the shell. */
export const nowhereRoute = createRoute({ getParentRoute: () => shellRoute, path: "$", component: NotFound });
