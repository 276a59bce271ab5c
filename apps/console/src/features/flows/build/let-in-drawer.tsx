import type { Flow } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { notifyDone, notifyFailure } from "../../../app/notify.ts";
import { SideDrawer } from "../../../ui/side-drawer.tsx";
import { PickPerson } from "../../people/index.ts";

/** Lets one person in by hand; the entry rules hold. */
export function LetInDrawer({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const queryClient = useQueryClient();
  const start = useMutation(
    api.flows.start.mutationOptions({
      onSuccess: ({ entered, refused }) => {
        if (entered > 0) notifyDone("They are in it.");
        else notifyFailure("They did not come in")(new Error(refused[0]?.reason ?? "The entry rules do not let them in."));
        void queryClient.invalidateQueries({ queryKey: api.flows.key() });
        if (entered > 0) onClose();
      },
      onError: notifyFailure("Could not let them in"),
    }),
  );
  return (
    <SideDrawer opened onClose={onClose} title={`Let somebody into ${flow.name}`}>
      <PickPerson without="" onPick={(id) => start.mutate({ key: flow.key, people: [id] })} />
    </SideDrawer>
  );
}
