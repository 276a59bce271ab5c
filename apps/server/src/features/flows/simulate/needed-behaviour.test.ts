import { flowDefinitionSchema, type Predicate } from "@throughline/contract";
import { journeyTemplates } from "@throughline/domain";
import { expect, test } from "vitest";
import { compileFlow } from "./compile-flow.ts";
import { neededBehaviour } from "./needed-behaviour.ts";

const dayMs = 86_400_000;
const days = (value: number) => ({ value, unit: "day" }) as const;
const segments = new Map<string, Predicate>([["readers", { did: "Report Viewed", within: days(3) }]]);
const needed = (trigger: object) => {
  const definition = flowDefinitionSchema.parse({ trigger, entry: {}, exit: {}, steps: {}, start: null });
  const journeys = Object.fromEntries(journeyTemplates.map((journey) => [journey.key, journey]));
  return neededBehaviour(compileFlow(definition, { workspaceId: "w", flow: "f", timezone: "UTC", journeys, segments }), 100 * dayMs);
};
const weekly = (who: Predicate) => needed({ kind: "schedule", every: "week", at: "09:00", who });

test("whoever comes in by an interaction has done it, by a stage has begun its journey as long ago as it may take", () => {
  expect(needed({ kind: "event", on: { event: "A" } })).toEqual({ match: { event: "A" }, fromMs: 100 * dayMs });
  expect(needed({ kind: "stage", journey: "onboarding", stage: "verify-domain", on: "stalled", after: days(2) })).toEqual({
    match: { event: "Signed Up" },
    fromMs: 68 * dayMs,
  });
});

test("of what a predicate cannot hold without, the one of the shortest time is taken", () => {
  const who: Predicate = { all: [{ did: "A" }, { did: "B", count: { gte: 2 }, within: days(7) }, { property: "person.x", op: "exists" }] };
  expect(weekly(who)).toEqual({ match: { event: "B" }, fromMs: 93 * dayMs });
  expect(weekly({ all: [who, { segment: "readers" }] })).toEqual({ match: { event: "Report Viewed" }, fromMs: 97 * dayMs });
  expect(needed({ kind: "segment", segment: "readers", on: "entered" })?.fromMs).toBe(97 * dayMs);
});

test("where somebody may come in who did nothing, everybody is looked at", () => {
  for (const who of [
    { any: [{ did: "A" }, { did: "B" }] },
    { not: { did: "A" } },
    { did: "A", count: { lte: 3 } },
    { did: "A", count: { eq: 0 } },
    { property: "person.x", op: "exists" },
    { all: [] },
  ] satisfies Predicate[])
    expect(weekly(who)).toBeNull();
  expect(needed({ kind: "segment", segment: "readers", on: "left" })).toBeNull();
  expect(needed({ kind: "date", moment: { property: "person.renewal" } })).toBeNull();
});
