import { describe, expect, test } from "vitest";
import { cameBack, effortOf } from "./effort.ts";
import { instancesOf } from "./instances.ts";
import type { JourneyMark } from "./mark-interactions.ts";

const hour = 3_600_000;
const rules = { stages: ["one", "two", "three"], failures: ["left"], windowMs: 10 * hour };
const mark = (at: number, node: string | null, more: Partial<JourneyMark> = {}): JourneyMark => ({
  at: at * hour,
  isEntry: false,
  node,
  isContact: false,
  isFriction: false,
  channel: "web",
  actor: "customer",
  team: null,
  announces: [],
  pieces: [],
  revenue: 0,
  ...more,
});
const entry = (at: number, node: string | null = null) => mark(at, node, { isEntry: true });
const inHours = (asOf: number, ...marks: JourneyMark[]) => instancesOf(rules, marks, asOf * hour);
const movesOf = (asOf: number, ...marks: JourneyMark[]) =>
  inHours(asOf, ...marks).map((one) => one.moves.map(({ from, to, sinceMs }) => `${from}>${to} ${sinceMs / hour}`));

describe("instances", () => {
  test("begin at an entry, are at $start until the first stage, and end at the goal", () => {
    const [instance] = inHours(100, entry(0), mark(1, "one"), mark(3, "two"), mark(4, "$completed"));
    expect(instance).toMatchObject({ startedAt: 0, endedAt: 4 * hour, end: "$completed" });
    expect(instance?.visits.map(({ node, from, until }) => [node, from / hour, (until ?? 0) / hour])).toEqual([
      ["$start", 0, 1],
      ["one", 1, 3],
      ["two", 3, 4],
    ]);
  });

  test("keep skips, returns and loops; a loop is no new visit", () => {
    expect(movesOf(9, entry(0, "one"), mark(1, "three"), mark(2, "two"), mark(4, "two"), mark(5, "two"), mark(6, "one"))).toEqual([
      ["one>three 1", "three>two 1", "two>two 2", "two>two 1", "two>one 4"],
    ]);
  });

  test("do not begin anew while one is open, and do after it has ended", () => {
    const found = inHours(100, entry(0), entry(2), mark(3, "$failed:left"), mark(4, "one"), entry(5), mark(6, "one"));
    expect(found.map((one) => [one.startedAt / hour, one.end])).toEqual([
      [0, "$failed:left"],
      [5, "$expired"],
    ]);
    expect(found[0]?.marks).toHaveLength(3);
  });

  test("hold everything up to the very end of the window, and have expired after it", () => {
    expect(inHours(11, entry(0), mark(10, "one"))[0]).toMatchObject({ end: "$expired", endedAt: 10 * hour });
    expect(movesOf(11, entry(0), mark(10, "one"))[0]).toEqual(["$start>one 10", "one>$expired 0"]);
    expect(inHours(10, entry(0))[0]).toMatchObject({ end: null, endedAt: null });
    expect(inHours(100, entry(0), mark(10.5, "$completed"))[0]).toMatchObject({ end: "$expired" });
  });

  test("take an instant in the journey's order, whatever came first", () => {
    const marks = [mark(0, "$completed"), mark(0, "two"), entry(0), mark(0, "one")];
    expect(movesOf(1, ...marks)).toEqual([["$start>one 0", "one>two 0", "two>$completed 0"]]);
    expect(movesOf(1, ...marks.toReversed())).toEqual(movesOf(1, ...marks));
  });

  test("know nothing of what lies after the moment that is asked for", () => {
    expect(inHours(3, entry(0), mark(3, "one"))[0]).toMatchObject({ visits: [{ node: "$start" }], end: null });
    expect(inHours(0, entry(0))).toEqual([]);
  });
});

describe("the effort of an instance", () => {
  const contact = (at: number, channel: JourneyMark["channel"]) => mark(at, null, { isContact: true, channel });

  test("counts contacts, changes of channel, repeats and friction", () => {
    const automatic = mark(2.5, null, { channel: "email", actor: "system" });
    const rage = mark(2.6, null, { channel: "mobile", isFriction: true });
    const [instance] = inHours(
      100,
      entry(0),
      contact(1, "chat"),
      mark(2, "one", { channel: "chat" }),
      automatic,
      rage,
      contact(3, "phone"),
    );
    expect(effortOf(instance!)).toEqual({ contacts: 2, switches: 2, repeats: 1, friction: 1, revenue: 0 });
  });

  test("says whether somebody was back within a week after the goal, once that is known", () => {
    const done = [entry(0), mark(1, "$completed")];
    const back = (asOf: number, ...later: JourneyMark[]) =>
      cameBack(inHours(asOf, ...done, ...later)[0]!, [...done, ...later], asOf * hour);
    expect(back(100)).toBeNull();
    expect(back(100, contact(50, "chat"))).toBe(true);
    expect(back(1000, contact(1 + 7 * 24, "chat"))).toBe(true);
    expect(back(1000, contact(2 + 7 * 24, "chat"))).toBe(false);
    expect(back(1000)).toBe(false);
  });
});
