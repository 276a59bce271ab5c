import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";

/** Changes a source and shows it everywhere; says `done` when it worked. */
export function useUpdateSource(done: string, onDone?: () => void) {
  const queryClient = useQueryClient();
  return useMutation(
    api.sources.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries({ queryKey: api.sources.key() });
        notifyDone(done);
        onDone?.();
      },
      onError: notifyFailure("Could not change the source"),
    }),
  );
}
