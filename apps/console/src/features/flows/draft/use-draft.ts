import { useHotkeys } from "@mantine/hooks";
import type { Flow, FlowDefinition } from "@throughline/contract";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api, client } from "../../../app/api.ts";
import { createDraftStore, type SaveAnswer } from "./draft-store.ts";

/** Whether keys go into a text, which has an undo of its own. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !["checkbox", "radio"].includes(target.type)) ||
  (target instanceof HTMLElement && target.isContentEditable);

const answerOf = (thrown: unknown): SaveAnswer => {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (!(thrown instanceof ApiError)) return { kind: "failed", message };
  if (thrown.code === "conflict") return { kind: "conflict" };
  const comesBack = ["unavailable", "rate_limited", "internal"].includes(thrown.code);
  return comesBack ? { kind: "failed", message } : { kind: "refused", message, issues: thrown.issues };
};

/** The draft of a flow as it is edited here: saved by itself, undone by Ctrl-Z, followed when others change it. */
export function useDraft(flow: Flow) {
  const queryClient = useQueryClient();
  const queryKey = api.flows.get.queryKey({ input: { key: flow.key } });
  const [store] = useState(() =>
    createDraftStore({
      definition: flow.draft,
      revision: flow.revision,
      save: async (draft, revision) => {
        try {
          const after = await client.flows.update({ key: flow.key, draft, revision });
          queryClient.setQueryData(queryKey, after);
          return { kind: "saved", revision: after.revision };
        } catch (thrown) {
          return answerOf(thrown);
        }
      },
    }),
  );
  const state = useSyncExternalStore(store.subscribe, store.get);
  useEffect(() => store.receive(flow.draft, flow.revision), [store, flow.draft, flow.revision]);
  // What is not saved yet is saved when one leaves the page, and asked about when one leaves the console.
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (store.get().save !== "saved") event.preventDefault();
    };
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("beforeunload", ask);
      void store.flush();
      store.stop();
    };
  }, [store]);
  const unlessTyping = (act: () => void) => (event: KeyboardEvent) => {
    if (isTyping(event.target)) return;
    event.preventDefault();
    act();
  };
  useHotkeys(
    [
      ["mod+Z", unlessTyping(store.undo), { preventDefault: false }],
      ["mod+shift+Z", unlessTyping(store.redo), { preventDefault: false }],
      ["mod+Y", unlessTyping(store.redo), { preventDefault: false }],
    ],
    [],
  );
  /** Another's change goes before ours, or ours before theirs. */
  const settle = async (whose: "ours" | "theirs") => {
    const now = await queryClient.fetchQuery({ ...api.flows.get.queryOptions({ input: { key: flow.key } }), staleTime: 0 });
    if (whose === "ours") await store.keepOurs(now.revision);
    else store.receive(now.draft, now.revision, { take: true });
  };
  return {
    ...state,
    canUndo: state.history.past.length > 0,
    canRedo: state.history.future.length > 0,
    edit: (next: FlowDefinition, about?: string) => store.edit(next, about),
    undo: store.undo,
    redo: store.redo,
    flush: store.flush,
    settle,
  };
}
export type Draft = ReturnType<typeof useDraft>;
