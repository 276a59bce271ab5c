import { useDisclosure } from "@mantine/hooks";
import type { Segment } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { api } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { nounsOf } from "./of-words.ts";

/** Deletes the segment after asking; not while other segments speak of it. */
export function DeleteSegment({ segment }: { segment: Segment }) {
  const [asking, ask] = useDisclosure(false);
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation(
    api.segments.delete.mutationOptions({
      onSuccess: async () => {
        notifyDone(`${segment.name} is deleted.`);
        await navigate({ to: "/segments" });
        queryClient.removeQueries({ queryKey: api.segments.get.queryKey({ input: { key: segment.key } }) });
        await queryClient.invalidateQueries({ queryKey: api.segments.key() });
      },
      onError: notifyFailure("Could not delete the segment"),
    }),
  );
  const users = segment.usedBy.map(({ name }) => name).join(", ");
  return (
    <>
      <AllowedButton
        permission="people:write"
        color="bleed"
        variant="subtle"
        unless={users === "" ? null : `Other segments speak of it: ${users}. Change them first.`}
        onClick={ask.open}
      >
        Delete
      </AllowedButton>
      <ConfirmDialog
        opened={asking}
        onClose={ask.close}
        title={`Delete ${segment.name}?`}
        confirmLabel="Delete the segment"
        onConfirm={() => remove.mutate({ key: segment.key })}
        busy={remove.isPending}
        destructive
      >
        {segment.kind === "live"
          ? `Its definition and the record of who entered and left are gone. Its ${nounsOf[segment.of].many} stay, with everything that they did.`
          : `Who was chosen is forgotten. The ${nounsOf[segment.of].many} stay, with everything that they did.`}{" "}
        Saved questions that name it find nobody in it.
      </ConfirmDialog>
    </>
  );
}
