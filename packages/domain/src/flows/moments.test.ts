import { describe, expect, test } from "vitest";
import { wayOfAnswer } from "./call-answer.ts";
import { alwaysHolds, neverHolds } from "./constant-predicates.ts";
import { diffFlows } from "./diff-flows.ts";
import { memoryOf, rememberedPart, withRememberedParts } from "./memory.ts";
import { momentOf, nextInWindow, nextScheduled } from "./moments.ts";
import { person } from "./testing/flow-arbitraries.ts";
import { flowDefinitionSchema, type FlowStep } from "@throughline/contract";

const at = (iso: string) => Date.parse(iso);
const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const renewal = (days: number, clock: string | null = "09:00") => ({ property: "person.renewal", days, at: clock });
const who = (renewalDate: unknown) => ({ ...person, traits: { renewal: renewalDate } });

describe("a moment by a date", () => {
  test("is by the clocks where the person is, on that calendar day", () => {
    const now = at("2026-03-01T00:00:00Z");
    expect(isoOf(momentOf(renewal(0), who("2026-03-20"), "Asia/Kolkata", now))).toBe("2026-03-20T03:30:00.000Z");
    expect(isoOf(momentOf(renewal(-1), who("2026-03-20"), "America/New_York", now))).toBe("2026-03-19T13:00:00.000Z");
    // 23:00 in UTC is the next day in Madrid already.
    expect(isoOf(momentOf(renewal(0), who("2026-03-20T23:30:00Z"), "Europe/Madrid", now))).toBe("2026-03-21T08:00:00.000Z");
  });

  test("keeps its clock over the change of the clocks", () => {
    expect(isoOf(momentOf(renewal(2), who("2026-03-28"), "Europe/Madrid", at("2026-03-01T00:00:00Z")))).toBe("2026-03-30T07:00:00.000Z");
  });

  test("is the trait's own moment where no clock is named", () => {
    expect(isoOf(momentOf(renewal(1, null), who("2026-03-20T10:15:00+01:00"), "Asia/Kolkata", at("2026-03-01T00:00:00Z")))).toBe(
      "2026-03-21T09:15:00.000Z",
    );
  });

  test("is none when it is gone by, missing or no date, and of several the next", () => {
    const now = at("2026-03-20T09:00:00Z");
    for (const value of ["2026-03-20", "soon", undefined, 20260320]) expect(momentOf(renewal(0), who(value), "UTC", now)).toBeNull();
    expect(isoOf(momentOf(renewal(0), who(["2026-05-01", "2026-04-01", "2026-01-01"]), "UTC", now))).toBe("2026-04-01T09:00:00.000Z");
  });
});

describe("a window of the day", () => {
  const window = (from: string, to: string, weekdays = [1, 2, 3, 4, 5, 6, 7]) => ({ for: "window" as const, from, to, weekdays });

  test("is now when it is open, else when it opens next", () => {
    const noon = at("2026-03-10T12:00:00Z");
    expect(nextInWindow(window("09:00", "17:00"), noon, "UTC")).toBe(noon);
    expect(isoOf(nextInWindow(window("09:00", "11:00"), noon, "UTC"))).toBe("2026-03-11T09:00:00.000Z");
    expect(isoOf(nextInWindow(window("09:00", "17:00"), noon, "Asia/Tokyo"))).toBe("2026-03-11T00:00:00.000Z");
  });

  test("opens on its weekdays alone; over midnight it belongs to the day on which it opened", () => {
    // A Tuesday.
    expect(isoOf(nextInWindow(window("09:00", "17:00", [6, 7]), at("2026-03-10T12:00:00Z"), "UTC"))).toBe("2026-03-14T09:00:00.000Z");
    const night = at("2026-03-14T02:00:00Z");
    expect(nextInWindow(window("22:00", "06:00", [5]), night, "UTC")).toBe(night);
    expect(isoOf(nextInWindow(window("22:00", "06:00", [6]), night, "UTC"))).toBe("2026-03-14T22:00:00.000Z");
  });
});

test("a schedule is due next by the workspace's clocks", () => {
  const schedule = { kind: "schedule" as const, at: "09:00", weekday: 1, day: 28, who: { all: [] } };
  const after = at("2026-03-23T08:00:00Z");
  expect(isoOf(nextScheduled({ ...schedule, every: "day" }, after, "Europe/Madrid"))).toBe("2026-03-24T08:00:00.000Z");
  expect(isoOf(nextScheduled({ ...schedule, every: "week" }, after, "Europe/Madrid"))).toBe("2026-03-30T07:00:00.000Z");
  expect(isoOf(nextScheduled({ ...schedule, every: "month" }, after, "UTC"))).toBe("2026-03-28T09:00:00.000Z");
});

test("the way out of a call goes by what it answered, into lists by their numbers", () => {
  const step = (path: string, op: string, value: unknown) =>
    ({
      kind: "webhook",
      label: "",
      method: "POST",
      url: "x",
      body: null,
      answers: [{ label: "", when: { path, op, value }, next: null }],
      next: null,
      failed: null,
    }) as Extract<FlowStep, { kind: "webhook" }>;
  const way = (path: string, op: string, value: unknown = null) =>
    wayOfAnswer(step(path, op, value), 201, { plan: { tier: 3 }, items: [{ name: "a" }, { name: "b" }], tags: ["x", "y"] });
  expect([
    way("$status", "gte", 201),
    way("plan.tier", "eq", "3"),
    way("items.1.name", "eq", "b"),
    way("tags", "contains", "y"),
    way("plan.none", "notExists"),
  ]).toEqual(Array.from({ length: 5 }, () => "answer:0"));
  expect([way("$status", "gt", 201), way("items.2.name", "exists"), way("plan.tier", "neq", 3), way("plan", "gt", 1)]).toEqual(
    Array.from({ length: 4 }, () => "next"),
  );
});

test("what can hold for nobody, and what holds for everybody, is known as far as words tell", () => {
  const is = (value: string) => ({ property: "person.plan", op: "eq" as const, value });
  for (const never of [
    { any: [] },
    { all: [is("a"), is("b")] },
    { not: { all: [] } },
    { did: "X", count: { gte: 3, lte: 2 } },
    {
      all: [
        { property: "person.n", op: "gt" as const, value: 5 },
        { property: "person.n", op: "lte" as const, value: 5 },
      ],
    },
  ])
    expect([neverHolds(never), alwaysHolds(never)]).toEqual([true, false]);
  for (const open of [
    is("a"),
    { all: [is("a"), { property: "person.role", op: "eq" as const, value: "b" }] },
    { any: [{ any: [] }, is("a")] },
  ])
    expect([neverHolds(open), alwaysHolds(open)]).toEqual([false, false]);
  expect(alwaysHolds({ any: [is("a"), { all: [] }] })).toBe(true);
});

describe("what a flow has remembered for it", () => {
  test("is the same whatever the order of its words, and only what is past", () => {
    const did = { did: "Report Created", within: { value: 2, unit: "day" as const } };
    expect(rememberedPart(did).key).toBe(rememberedPart({ within: { unit: "day", value: 2 }, did: "Report Created" }).key);
    expect(withRememberedParts({ all: [did, { property: "event.plan", op: "exists" }, { not: { segment: "vips" } }] })).toEqual({
      all: [{ segment: rememberedPart(did).key }, { property: "event.plan", op: "exists" }, { not: { segment: "vips" } }],
    });
  });

  test("is heard of only where it waits for it or ends by it", () => {
    const [asked, awaited] = [{ did: "A" }, { did: "B" }];
    const definition = flowDefinitionSchema.parse({
      trigger: { kind: "segment", segment: "vips", on: "left" },
      entry: { who: asked },
      exit: { when: awaited },
      start: null,
      steps: {},
    });
    expect(memoryOf(definition).parts.map(({ predicate }) => predicate)).toEqual([awaited, asked]);
    expect(memoryOf(definition).heard).toEqual([rememberedPart(awaited).key, "vips"]);
  });
});

test("two definitions differ by what they say, not by where steps stand", () => {
  const definition = (more: object) =>
    flowDefinitionSchema.parse({
      trigger: { kind: "manual" },
      entry: {},
      exit: {},
      start: null,
      steps: { a: { kind: "exit", reason: "Done" } },
      ...more,
    });
  expect(diffFlows(definition({}), definition({ layout: { a: { x: 1, y: 2 } } }))).toEqual([]);
  expect(diffFlows(definition({}), definition({ mostVisits: 3, steps: { a: { kind: "goal", next: null } } }))).toEqual([
    { what: "changed", step: null, field: "mostVisits", before: "25", after: "3" },
    { what: "removed", step: "a", field: "kind", before: "exit", after: null },
    { what: "added", step: "a", field: "kind", before: null, after: "goal" },
  ]);
});
