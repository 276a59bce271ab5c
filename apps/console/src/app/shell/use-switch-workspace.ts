import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { chooseWorkspace } from "../workspace-choice.ts";

/** Leaves everything of the old workspace behind and opens another. */
export function useSwitchWorkspace(): (id: string, to?: string) => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  return async (id, to = "/") => {
    chooseWorkspace(id);
    await queryClient.cancelQueries();
    queryClient.clear();
    await navigate({ to });
    await router.invalidate();
  };
}
