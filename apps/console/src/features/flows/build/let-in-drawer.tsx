import { stepTitle, type Flow } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { ConfirmDialog } from "../../../ui/confirm-dialog.tsx";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { PickPerson } from "../../people/index.ts";
import { refusalWords } from "../words/refusal-words.ts";

/** Somebody who was picked, under a key by which a second click is the same wish. */
type Picked = { id: string; title: string; once: string };

/** Lets one person in by hand; the entry rules hold. */
export function LetInDrawer({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const queryClient = useQueryClient();
  const timeZone = useTimeZone();
  const [picked, setPicked] = useState<Picked | null>(null);
  const title = picked?.title ?? "They";
  const start = useMutation(
    api.flows.start.mutationOptions({
      onSuccess: ({ entered, leftAlone, refused }) => {
        void queryClient.invalidateQueries({ queryKey: api.flows.key() });
        if (entered === 0)
          return notifyFailure(`${title} did not come in`)(
            new Error(refused[0] ? refusalWords(refused[0], timeZone) : "The entry rules do not let them in."),
          );
        notifyDone(
          leftAlone > 0
            ? `${title} came in, but a holdout leaves them alone: they get nothing, and are only watched.`
            : `${title} came in.`,
        );
        onClose();
      },
      onError: notifyFailure("Could not let them in"),
      onSettled: () => setPicked(null),
    }),
  );
  const first = flow.published?.start ?? null;
  const step = first === null ? undefined : flow.published?.steps[first];
  return (
    <SideDrawer opened onClose={onClose} title={`Let somebody into ${flow.name}`}>
      <PickPerson without="" onPick={(id, name) => setPicked({ id, title: name, once: `by hand ${id} ${Date.now()}` })} />
      <ConfirmDialog
        opened={picked !== null}
        onClose={() => setPicked(null)}
        title={`Let ${title} in?`}
        confirmLabel="Let them in"
        busy={start.isPending}
        onConfirm={() => picked && start.mutate({ key: flow.key, people: [picked.id], once: picked.once })}
      >
        It begins for them at once{step && first !== null ? `, with “${stepTitle(step)}”` : ""}. Its entry rules and the arbiter hold for
        them as for everybody.
      </ConfirmDialog>
    </SideDrawer>
  );
}
