import type { Interaction } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { groupTimeline } from "./group-timeline.ts";
import { atMinutes, interaction } from "./interaction.fixture.ts";
import { timelineRows, type RowOptions } from "./timeline-rows.ts";

const options: RowOptions = {
  detail: "story",
  story: { changes: new Map(), accountName: () => null },
  toggled: new Set(),
  focus: null,
  hasMore: false,
};
const rowsOf = (entries: readonly Interaction[], rest: Partial<RowOptions> = {}) =>
  timelineRows(groupTimeline(entries, "UTC"), { ...options, ...rest });
const typesOf = (entries: readonly Interaction[], rest: Partial<RowOptions> = {}) => rowsOf(entries, rest).map(({ type }) => type);

describe("the story", () => {
  test("folds three quiet steps or more into one line, and stops at what matters", () => {
    const [a, b, c, d, e] = atMinutes([0, 1, 2, 3, 4]);
    const failed = { ...(c as Interaction), name: "Payment Form Failed" };
    expect(typesOf([a, b, failed, d, e] as Interaction[])).toEqual(["day", "session", "entry", "entry", "entry", "entry", "entry"]);
    expect(typesOf(atMinutes([0, 1, 2, 3, 4]))).toEqual(["day", "session", "fold"]);
  });

  test("opens a fold that the reader opened", () => {
    const entries = atMinutes([0, 1, 2]);
    const fold = rowsOf(entries).find(({ type }) => type === "fold");
    expect(typesOf(entries, { toggled: new Set([fold?.key ?? ""]) })).toEqual(["day", "session", "fold", "entry", "entry", "entry"]);
  });

  test("keeps a fold's name while new steps arrive, so that it stays open", () => {
    const older = atMinutes([0, 1, 2]);
    const newer = [...atMinutes([3]), ...older];
    const keyOf = (entries: readonly Interaction[]) => rowsOf(entries).find(({ type }) => type === "fold")?.key;
    expect(keyOf(newer)).toBe(keyOf(older));
  });

  test("never hides the interaction that a link leads to", () => {
    const entries = atMinutes([0, 1, 2]);
    expect(typesOf(entries, { focus: entries[1]?.messageId ?? null })).toContain("entry");
    expect(typesOf(entries, { focus: entries[1]?.id ?? null, detail: "sessions" })).toContain("entry");
  });

  test("reads a conversation from its first word on", () => {
    const messages = atMinutes([0, 1], { channel: "chat", name: "Message Sent", properties: { conversationId: "c", text: "Hi" } });
    const shown = rowsOf(messages).flatMap((row) => (row.type === "entry" ? [row.entry.id] : []));
    expect(shown).toEqual(messages.map(({ id }) => id).toReversed());
  });
});

test("“visits” shows a line for each session and single interactions as they are", () => {
  const entries = [interaction({ at: "2026-03-10T15:00:00Z", channel: "email" }), ...atMinutes([0, 1, 2])];
  expect(typesOf(entries, { detail: "sessions" })).toEqual(["day", "entry", "session"]);
});

test("“every step” folds nothing", () => {
  expect(typesOf(atMinutes([0, 1, 2, 3]), { detail: "steps" })).toEqual(["day", "session", "entry", "entry", "entry", "entry"]);
});

test("a summary names what bleeds first and views last, each with its count", () => {
  const names = ["Report Viewed", "Rage Click", "Report Viewed", "Filter Applied"];
  const steps = atMinutes([0, 1, 2, 3]).map((one, i) => ({ ...one, name: names[i] ?? "" }));
  const pages = atMinutes([4, 5], { kind: "page", name: "Pricing" });
  const [, session] = rowsOf([...pages, ...steps], { detail: "sessions" });
  expect(session?.type === "session" && session.summary).toEqual([
    { text: "Rage Click", tone: "bleed" },
    { text: "Report Viewed ×2", tone: "neutral" },
    { text: "Filter Applied", tone: "neutral" },
    { text: "2 pages", tone: "neutral" },
  ]);
});

test("what reaches to the end of the loaded part is counted as at least so many", () => {
  const entries = [...atMinutes([0, 1], { sessionId: "late" }), ...atMinutes([-300, -299], { sessionId: "early" })];
  const partsOf = (hasMore: boolean) =>
    rowsOf(entries, { hasMore }).flatMap((row) => (row.type === "day" || row.type === "session" ? [row.partial] : []));
  expect(partsOf(true)).toEqual([true, false, true]);
  expect(partsOf(false)).toEqual([false, false, false]);
});
