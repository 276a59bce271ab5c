import type { FlowDefinition } from "@throughline/contract";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { blankDefinition } from "../graph/blank-step.ts";
import { createDraftStore, type SaveAnswer } from "./draft-store.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const visits = (mostVisits: number): FlowDefinition => ({ ...blankDefinition, mostVisits });

/** A server that keeps a draft; `answers` go before what it would say. */
function begin(answers: SaveAnswer[] = []) {
  const sent: { mostVisits: number; revision: number }[] = [];
  const store = createDraftStore({
    definition: visits(1),
    revision: 7,
    save: ({ mostVisits }, revision) => {
      sent.push({ mostVisits, revision });
      return Promise.resolve(answers.shift() ?? { kind: "saved", revision: revision + 1 });
    },
  });
  return { store, sent, rest: () => vi.advanceTimersByTimeAsync(10_000) };
}

test("what is edited is saved by itself, a moment after the last change", async () => {
  const { store, sent, rest } = begin();
  store.edit(visits(2));
  store.edit(visits(3));
  expect(store.get().save).toBe("unsaved");
  expect(sent).toEqual([]);
  await rest();
  expect(sent).toEqual([{ mostVisits: 3, revision: 7 }]);
  expect(store.get()).toMatchObject({ save: "saved", revision: 8 });
});

test("an edit while it is being saved is saved after it, with the new revision", async () => {
  const { store, sent } = begin();
  store.edit(visits(2));
  const saving = store.flush();
  store.edit(visits(3));
  expect(await saving).toBe(true);
  expect(sent).toEqual([
    { mostVisits: 2, revision: 7 },
    { mostVisits: 3, revision: 8 },
  ]);
});

test("undo goes back edit by edit and redo forward again, and both are saved", async () => {
  const { store, sent, rest } = begin();
  store.edit(visits(2));
  store.edit(visits(3));
  store.undo();
  expect(store.get().definition.mostVisits).toBe(2);
  store.redo();
  store.undo();
  store.undo();
  store.undo();
  expect(store.get().definition.mostVisits).toBe(1);
  expect(store.get().save).toBe("saved");
  store.redo();
  await rest();
  expect(sent.at(-1)).toMatchObject({ mostVisits: 2 });
});

test("typing into one field is one step to undo, another field another", () => {
  const { store } = begin();
  store.edit(visits(2), "name");
  store.edit(visits(3), "name");
  store.edit(visits(4), "other");
  store.undo();
  expect(store.get().definition.mostVisits).toBe(3);
  store.undo();
  expect(store.get().definition.mostVisits).toBe(1);
});

test("a conflict stops saving until one of both is chosen", async () => {
  const { store, sent, rest } = begin([{ kind: "conflict" }]);
  store.edit(visits(2));
  await rest();
  store.edit(visits(3));
  await rest();
  expect(store.get()).toMatchObject({ save: "conflict", definition: { mostVisits: 3 } });
  expect(sent).toHaveLength(1);
  expect(await store.keepOurs(9)).toBe(true);
  expect(sent.at(-1)).toEqual({ mostVisits: 3, revision: 9 });
});

test("theirs can be taken, and what was ours brought back", async () => {
  const { store, rest } = begin([{ kind: "conflict" }]);
  store.edit(visits(2));
  await rest();
  store.receive(visits(50), 9, { take: true });
  expect(store.get()).toMatchObject({ save: "saved", revision: 9, definition: { mostVisits: 50 } });
  store.undo();
  expect(store.get().definition.mostVisits).toBe(2);
});

test("what others saved is shown unless something of ours would be lost", () => {
  const { store } = begin();
  store.receive(visits(5), 8);
  expect(store.get().definition.mostVisits).toBe(5);
  store.edit(visits(6));
  store.receive(visits(7), 9);
  expect(store.get().definition.mostVisits).toBe(6);
});

test("what is refused is told and tried again with the next change; what failed, by itself", async () => {
  const refused: SaveAnswer = { kind: "refused", message: "No.", issues: [] };
  const { store, sent, rest } = begin([refused, { kind: "failed", message: "Away." }]);
  store.edit(visits(2));
  expect(await store.flush()).toBe(false);
  expect(store.get()).toMatchObject({ save: "refused", problem: { message: "No." } });
  await rest();
  expect(sent).toHaveLength(1);
  store.edit(visits(3));
  await rest();
  expect(sent.map(({ mostVisits }) => mostVisits)).toEqual([2, 3, 3]);
  expect(store.get()).toMatchObject({ save: "saved", problem: null });
});
