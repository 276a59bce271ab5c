import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, client } from "../../app/api.ts";
import { notifyDone, notifyFailure } from "../../app/notify.ts";
import { plural } from "../../ui/format-number.ts";
import { openIdsOf, type ReplayOutcome } from "./quarantine-query.ts";

/** What an action is about: one item, or all open ones of a reason (from one source, if the list is narrowed to it). */
export type Target = { id: string } | { code: string; source: string | undefined };

/** What follows an action. Given to the hook, not to `mutate`: the list that is read anew may take the form from the page first, and what was given to `mutate` would not be heard. */
type Afterwards = { onReplayed?: ((outcome: ReplayOutcome) => void) | undefined; onDiscarded?: (() => void) | undefined };

/** Try again with a fix, and set aside. Both refresh the list and everything that counts what is in it. */
export function useQuarantineActions({ onReplayed, onDiscarded }: Afterwards = {}) {
  const queryClient = useQueryClient();
  const refresh = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: api.data.quarantine.key() }),
      queryClient.invalidateQueries({ queryKey: api.sources.key() }),
      queryClient.invalidateQueries({ queryKey: api.data.pulse.key() }),
    ]);
  const replay = useMutation({
    mutationFn: async ({ target, fix }: { target: Target; fix: Record<string, unknown> }) => {
      const input = Object.keys(fix).length > 0 ? { fix } : {};
      if ("id" in target) return client.data.replay({ ids: [target.id], ...input });
      return target.source === undefined
        ? client.data.replay({ code: target.code, ...input })
        : client.data.replay({ ids: await openIdsOf(target.code, target.source), ...input });
    },
    onSuccess: async (outcome) => {
      const { replayed } = outcome;
      onReplayed?.(outcome);
      await refresh();
      if (replayed > 0) notifyDone(`${plural(replayed, "event")} went through and will be on a timeline in a moment.`);
    },
    onError: notifyFailure("Could not try again"),
  });
  const discard = useMutation({
    mutationFn: async (target: Target) =>
      client.data.discard({ ids: "id" in target ? [target.id] : await openIdsOf(target.code, target.source) }),
    onSuccess: async ({ discarded }) => {
      onDiscarded?.();
      await refresh();
      notifyDone(`${plural(discarded, "event")} set aside. They stay under “Discarded”.`);
    },
    onError: notifyFailure("Could not discard"),
  });
  return { replay, discard };
}
