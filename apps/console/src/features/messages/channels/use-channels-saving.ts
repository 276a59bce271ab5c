import type { ChannelSettings, ChannelsUpdate } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { notifyDone } from "../../../app/notify.ts";

export type ChannelsSaving = {
  save: (update: ChannelsUpdate) => void;
  isPending: boolean;
  /** What is wrong in a field: `email.smtp.host`. */
  errorAt: (field: string) => string | undefined;
  /** Why it was not saved; of fields that are wrong, that they are marked. */
  refused: string | null;
};

/** Saves one part of the settings; the others stay as they are. `onSaved` gets all of them as they are kept, without secrets. */
export function useChannelsSaving(onSaved: (saved: ChannelSettings) => void): ChannelsSaving {
  const queryClient = useQueryClient();
  const save = useMutation(
    api.messages.setChannels.mutationOptions({
      onSuccess: (saved) => {
        queryClient.setQueryData(api.messages.channels.queryKey(), saved);
        notifyDone("Saved.");
        onSaved(saved);
      },
    }),
  );
  const { error } = save;
  const issues = error instanceof ApiError ? error.issues : [];
  return {
    save: (update) => save.mutate(update),
    isPending: save.isPending,
    errorAt: (field) => issues.find((issue) => issue.field === field)?.message,
    refused: error === null ? null : issues.length === 0 ? error.message : "Not saved: what is marked is not right yet.",
  };
}
