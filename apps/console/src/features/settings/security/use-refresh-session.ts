import { useQueryClient } from "@tanstack/react-query";
import { sessionQuery } from "../../../app/session.ts";

/** Asks anew who is signed in, after something about the account changed. */
export function useRefreshSession(): () => Promise<void> {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: sessionQuery().queryKey });
}
