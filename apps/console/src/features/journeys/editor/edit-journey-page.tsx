import { definitionOf } from "./definition-of.ts";
import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { withRange } from "../journey-range.ts";
import { toDraft } from "./draft.ts";
import { JourneyEditor } from "./journey-editor.tsx";

/** A journey that exists, edited; what somebody else changed meanwhile is not overwritten. */
export function EditJourneyPage() {
  const { journeyKey = "" } = useParams({ strict: false });
  const { data } = useSuspenseQuery(api.journeys.get.queryOptions({ input: { key: journeyKey } }));
  // The version that was opened: a refetch while editing must not make an older edit look current.
  const [journey] = useState(data);
  const [asking, setAsking] = useState(false);
  const state = useListState();
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const update = useMutation(
    api.journeys.update.mutationOptions({
      onSuccess: async (saved) => {
        await queryClient.invalidateQueries({ queryKey: api.journeys.key() });
        notifyDone(`${saved.name} is saved. All its figures are of the new definition.`);
        await navigate({ href: withRange(`/journeys/${saved.key}`, state) });
      },
    }),
  );
  const remove = useMutation(
    api.journeys.delete.mutationOptions({
      onSuccess: async () => {
        await navigate({ to: "/journeys" });
        await queryClient.invalidateQueries({ queryKey: api.journeys.list.key() });
        notifyDone(`${journey.name} is deleted.`);
      },
      onError: notifyFailure("Could not delete the journey"),
    }),
  );
  return (
    <>
      <JourneyEditor
        title={`Edit ${journey.name}`}
        first={toDraft(definitionOf(journey), true)}
        backTo={withRange(`/journeys/${journey.key}`, state)}
        saveLabel="Save"
        save={{
          mutate: (definition) => update.mutate({ ...definition, updatedAt: journey.updatedAt }),
          isPending: update.isPending,
          error: update.error,
        }}
        actions={
          <AllowedButton permission="journeys:write" color="bleed" variant="subtle" onClick={() => setAsking(true)}>
            Delete
          </AllowedButton>
        }
      />
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Delete ${journey.name}?`}
        confirmLabel="Delete the journey"
        onConfirm={() => remove.mutate({ key: journey.key })}
        busy={remove.isPending}
        destructive
      >
        Its definition, its targets and the owners of its seams are gone. What customers did stays on their timelines, so the same
        definition gives the same map again.
      </ConfirmDialog>
    </>
  );
}
