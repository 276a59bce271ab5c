import type { ChannelsUpdate, FieldIssue } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";

export type ChannelsSaving = {
  save: (update: ChannelsUpdate) => void;
  isPending: boolean;
  issues: readonly FieldIssue[];
  message: string | null;
};

/** Saves one part of the settings; the others stay as they are. */
export function useChannelsSaving(onSaved?: () => void): ChannelsSaving {
  const queryClient = useQueryClient();
  const save = useMutation(
    api.messages.setChannels.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(api.messages.channels.queryKey(), saved);
        notifyDone("Saved.");
        onSaved?.();
      },
    }),
  );
  return {
    save: (update) => save.mutate(update),
    isPending: save.isPending,
    issues: save.error instanceof ApiError ? save.error.issues : [],
    message: save.error?.message ?? null,
  };
}
