import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { returnPath } from "./return-path.ts";

/** What follows a sign-in: nothing of a former session is kept, then on to where the user wanted to go. */
export function useSignedIn(): (asked: unknown) => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async (asked) => {
    queryClient.clear();
    await router.invalidate();
    router.history.push(returnPath(asked));
  };
}
