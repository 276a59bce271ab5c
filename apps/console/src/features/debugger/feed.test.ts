import type { Interaction } from "@throughline/contract";
import { expect, test } from "vitest";
import { addToFeed, emptyFeed, isMark, mostKept, passes, resumeFeed } from "./feed.ts";

const interaction = (n: number, changes: Partial<Interaction> = {}): Interaction => ({
  id: `i_${n}`,
  at: "2026-07-14T09:00:00Z",
  receivedAt: "2026-07-14T09:00:00Z",
  kind: "track",
  name: "Report Created",
  channel: "web",
  actor: "customer",
  personId: "p_0000000000000001",
  accountId: null,
  sessionId: null,
  sourceId: "s",
  messageId: `m-${n}`,
  properties: {},
  context: {},
  ...changes,
});
const many = (count: number, from = 0) => Array.from({ length: count }, (_, i) => interaction(from + i));
const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

test("the newest stands first, whatever came together", () => {
  const feed = addToFeed(addToFeed(emptyFeed, many(2), false), many(2, 2), false);
  expect(ids(feed.shown)).toEqual(["i_3", "i_2", "i_1", "i_0"]);
});

test("an interaction that is told twice is shown once", () => {
  const feed = addToFeed(addToFeed(emptyFeed, many(3), false), many(4), false);
  expect(ids(feed.shown)).toEqual(["i_3", "i_2", "i_1", "i_0"]);
});

test("while paused nothing moves, and resuming shows what came meanwhile", () => {
  const before = addToFeed(emptyFeed, many(2), false);
  const paused = addToFeed(before, many(2, 2), true);
  expect(ids(paused.shown)).toEqual(ids(before.shown));
  expect(ids(resumeFeed(paused).shown)).toEqual(["i_3", "i_2", "i_1", "i_0"]);
});

test("a long pause keeps the newest and says how many are not shown", () => {
  const paused = addToFeed(addToFeed(emptyFeed, many(5), false), many(mostKept + 7, 5), true);
  expect(paused.held).toHaveLength(mostKept);
  const marks = resumeFeed({ ...paused, held: paused.held.slice(0, 10) }).shown.filter(isMark);
  expect(marks.map(({ mark }) => mark)).toEqual(["7 more arrived while paused and are not shown here. They are on their timelines."]);
});

test("the feed never grows beyond what it keeps", () => {
  expect(addToFeed(addToFeed(emptyFeed, many(mostKept), false), many(50, mostKept), false).shown).toHaveLength(mostKept);
});

test("filters look at kind, channel and part of the name, and leave marks in", () => {
  const none = { kind: undefined, channel: undefined, name: undefined };
  expect(passes(interaction(1), { ...none, name: "REPORT" })).toBe(true);
  expect(passes(interaction(1), { ...none, name: "invoice" })).toBe(false);
  expect(passes(interaction(1), { ...none, kind: "page" })).toBe(false);
  expect(passes(interaction(1), { ...none, channel: "email" })).toBe(false);
  expect(passes({ id: "x", mark: "Reconnected" }, { ...none, name: "invoice" })).toBe(true);
});
