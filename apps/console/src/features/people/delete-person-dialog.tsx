import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Person } from "@throughline/contract";
import { api } from "../../app/api.ts";
import { notifyFailure } from "../../app/notify.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { plural } from "../../ui/format-number.ts";
import { personTitle, shortId } from "../../ui/person-title.ts";

/** Asks with the name typed, starts the deletion and goes to where it can be followed until it is verified. */
export function DeletePersonDialog({ person, opened, onClose }: { person: Person; opened: boolean; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation(
    api.people.delete.mutationOptions({
      onError: notifyFailure("Could not delete"),
      onSuccess: async ({ deletionId }) => {
        onClose();
        await navigate({ to: "/people/deletions/$deletionId", params: { deletionId }, replace: true });
        queryClient.removeQueries({ queryKey: api.people.get.key({ input: { id: person.id } }) });
        queryClient.removeQueries({ queryKey: api.people.timeline.key() });
        await queryClient.invalidateQueries({ queryKey: api.people.list.key() });
      },
    }),
  );
  return (
    <ConfirmDialog
      opened={opened}
      onClose={onClose}
      title={`Delete ${personTitle(person)}?`}
      confirmLabel="Delete for ever"
      destructive
      busy={remove.isPending}
      typeToConfirm={person.name?.trim() || person.email || person.phone || shortId(person.id)}
      onConfirm={() => remove.mutate({ id: person.id })}
    >
      <p>
        {plural(person.interactions, "interaction")}, {plural(person.identifiers.length, "identifier")} and everything known about them are
        removed from every store, and that is verified. This cannot be taken back.
      </p>
      <p style={{ marginTop: 8 }}>Their identifiers are suppressed: events that arrive later do not bring them back.</p>
    </ConfirmDialog>
  );
}
