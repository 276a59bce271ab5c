import type { Permission } from "@throughline/contract";
import { useSuspenseQuery, type QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";
import { api } from "./api.ts";
import { chooseWorkspace, chosenWorkspace } from "./workspace-choice.ts";

export const sessionQuery = () => api.workspace.session.queryOptions({ staleTime: 60_000 });

/** Who is signed in, in which workspace, and what they may do. Only below the shell, which has loaded it. */
export function useSession() {
  return useSuspenseQuery(sessionQuery()).data;
}
export type Session = ReturnType<typeof useSession>;

/** Whether the user may do this: hide what they may not. */
export function useCan(permission: Permission): boolean {
  return useSession().permissions.includes(permission);
}

/** Loads the session. A remembered workspace that is gone, or closed to this user, is forgotten once. */
export async function loadSession(queryClient: QueryClient): Promise<Session> {
  try {
    return await queryClient.ensureQueryData(sessionQuery());
  } catch (error) {
    const forgettable =
      error instanceof ApiError && (error.code === "forbidden" || error.code === "not_found" || error.code === "invalid_input");
    if (!forgettable || chosenWorkspace() === null) throw error;
    chooseWorkspace(null);
    return queryClient.ensureQueryData(sessionQuery());
  }
}
