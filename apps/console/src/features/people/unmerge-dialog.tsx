import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Person } from "@throughline/contract";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { personTitle } from "../../ui/person-title.ts";

type UnmergeProps = { person: Person; mergeId: string; sentence: string; opened: boolean; onClose: () => void };

/** Takes an explicit merge back, after saying what that restores. */
export function UnmergeDialog({ person, mergeId, sentence, opened, onClose }: UnmergeProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const unmerge = useMutation(
    api.people.unmerge.mutationOptions({
      onError: notifyFailure("Could not un-merge"),
      onSuccess: async ({ people }) => {
        onClose();
        const [here, ...others] = people;
        notifyDone(others.length === 0 ? "The merge was taken back." : `Separate again: ${people.map(personTitle).join(" and ")}.`);
        await queryClient.invalidateQueries({ queryKey: api.people.key() });
        if (here && here.id !== person.id) await navigate({ to: `/people/${here.id}` });
      },
    }),
  );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title="Un-merge"
      confirmLabel="Un-merge"
      busy={unmerge.isPending}
      onConfirm={() => unmerge.mutate({ id: person.id, mergeId })}
    >
      <p>{sentence}</p>
      <p style={{ marginTop: 8 }}>
        Taking this back restores exactly what never merging would have given: each person gets back their own identifiers, traits,
        accounts, consent and timeline, including what arrived since the merge. Nothing is lost, and you can merge again.
      </p>
    </ConfirmDialog>
  );
}
