import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { notifyFailure } from "./notify.ts";

/** Ends the session on the server and leaves nothing of it in this tab. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      const { authClient } = await import("./auth-client.ts");
      const { error } = await authClient.signOut();
      if (error) throw new Error(error.message ?? "The server did not end the session.");
      await navigate({ to: "/sign-in" });
      queryClient.clear();
    } catch (error) {
      notifyFailure("Could not sign out")(error);
    }
  };
}
