import type { FieldIssue, FlowDefinition } from "@throughline/contract";
import { edited, noHistory, redone, undone, type EditHistory } from "../../../ui/edit-history.ts";

/**
 * `unsaved`: it will be in a moment. `refused`: the server says what is wrong; the next change is tried again. `failed`: it did not come through; tried again by itself.
 * `conflict`: somebody else changed the draft; nothing is saved until one of both is chosen.
 */
export type SaveState = "saved" | "unsaved" | "saving" | "refused" | "failed" | "conflict";
type DraftState = {
  definition: FlowDefinition;
  history: EditHistory<FlowDefinition>;
  save: SaveState;
  /** Why it could not be saved. */
  problem: { message: string; issues: FieldIssue[] } | null;
  /** Of the draft as it was saved last. */
  revision: number;
};

/** What became of an attempt to save. */
export type SaveAnswer =
  | { kind: "saved"; revision: number }
  | { kind: "conflict" }
  | { kind: "refused"; message: string; issues: FieldIssue[] }
  | { kind: "failed"; message: string };

type DraftOptions = {
  definition: FlowDefinition;
  revision: number;
  save: (definition: FlowDefinition, revision: number) => Promise<SaveAnswer>;
  /** So long after the last change it is saved. */
  restMs?: number;
  retryMs?: number;
};

/** Changes of one thing that follow each other so closely are one step to undo: typing is one edit. */
const oneEditMs = 1_000;

/** A draft that is edited: undo, redo, and saving by itself, one request at a time. */
export function createDraftStore({ definition, revision, save, restMs = 600, retryMs = 4_000 }: DraftOptions) {
  let state: DraftState = { definition, history: noHistory, save: "saved", problem: null, revision };
  let saved = definition;
  let lastEdit = { about: "", at: Number.NEGATIVE_INFINITY };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> | null = null;
  const listeners = new Set<() => void>();

  const set = (changes: Partial<DraftState>) => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void store.flush(), ms);
  };
  const changed = (next: FlowDefinition, history: EditHistory<FlowDefinition>) => {
    const conflicting = state.save === "conflict";
    set({ definition: next, history, save: conflicting ? "conflict" : next === saved ? "saved" : "unsaved" });
    if (!conflicting) later(restMs);
  };
  const stepTo = (stepped: ReturnType<typeof undone<FlowDefinition>>) => {
    if (stepped === null) return;
    lastEdit = { about: "", at: Number.NEGATIVE_INFINITY };
    changed(stepped.value, stepped.history);
  };

  async function saveOnce(): Promise<void> {
    const sent = state.definition;
    set({ save: "saving" });
    const answer = await save(sent, state.revision);
    if (answer.kind === "saved") {
      saved = sent;
      const isCurrent = state.definition === sent;
      set({ revision: answer.revision, save: isCurrent ? "saved" : "unsaved", problem: null });
      if (!isCurrent) await saveOnce();
    } else if (answer.kind === "conflict") set({ save: "conflict", problem: null });
    else {
      set({ save: answer.kind, problem: { message: answer.message, issues: answer.kind === "refused" ? answer.issues : [] } });
      if (answer.kind === "failed") later(retryMs);
    }
  }

  const store = {
    get: () => state,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** `about` names what is edited, such as a field: edits of one thing in a row are one step to undo. */
    edit(next: FlowDefinition, about = "") {
      if (next === state.definition) return;
      const at = Date.now();
      const isSame = about !== "" && about === lastEdit.about && at - lastEdit.at < oneEditMs;
      lastEdit = { about, at };
      changed(next, isSame ? { ...state.history, future: [] } : edited(state.history, state.definition));
    },
    undo: () => stepTo(undone(state.history, state.definition)),
    redo: () => stepTo(redone(state.history, state.definition)),
    /** Saves what is not saved yet, now. True when the server has what is shown. */
    async flush(): Promise<boolean> {
      clearTimeout(timer);
      if (state.save === "conflict") return false;
      if (state.definition !== saved) {
        running ??= saveOnce().finally(() => (running = null));
        await running;
      } else if (running) await running;
      return state.definition === saved;
    },
    /** What the server has now: shown when nothing of ours would be lost, or when it is asked for. */
    receive(theirs: FlowDefinition, theirRevision: number, { take = false } = {}) {
      if (!take && (theirRevision <= state.revision || state.definition !== saved || running !== null)) return;
      clearTimeout(timer);
      const isSame = JSON.stringify(theirs) === JSON.stringify(state.definition);
      if (isSame) {
        saved = state.definition;
        set({ revision: theirRevision, save: "saved", problem: null });
        return;
      }
      saved = theirs;
      set({
        definition: theirs,
        history: edited(state.history, state.definition),
        revision: theirRevision,
        save: "saved",
        problem: null,
      });
    },
    /** Ours goes over theirs. */
    async keepOurs(theirRevision: number): Promise<boolean> {
      set({ revision: theirRevision, save: "unsaved" });
      return store.flush();
    },
    stop: () => clearTimeout(timer),
  };
  return store;
}
