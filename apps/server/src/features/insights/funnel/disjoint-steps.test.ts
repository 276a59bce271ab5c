import type { FunnelQuery } from "@throughline/contract";
import { expect, test } from "vitest";
import { chainsOf } from "./chains.ts";
import { areDisjoint } from "./disjoint-steps.ts";

type Step = FunnelQuery["steps"][number];
const step = (event: Step["event"], property?: string, value: string | number = ""): Step => ({
  event,
  optional: false,
  ...(property ? { where: { all: [{ property, op: "eq", value }] } } : {}),
});

test.each<[string, Step[], boolean]>([
  ["other names", [step("A"), step(["B", "C"])], true],
  ["a name that is in both", [step("A"), step(["B", "A"])], false],
  ["anything", [step("A"), step(null)], false],
  ["other pages of one name", [step("Page Viewed", "event.$path", "/a"), step("Page Viewed", "event.$path", "/b")], true],
  ["the same page", [step("Page Viewed", "event.$path", "/a"), step("Page Viewed", "event.$path", "/a")], false],
  ["other values of what may be a list", [step("A", "event.plan", "pro"), step("A", "event.plan", "free")], false],
  ["texts that may be the same number", [step("A", "event.$title", "5"), step("A", "event.$title", "5.0")], false],
])("whether one interaction can fulfil two steps is plain from %s", (_what, steps, expected) => {
  expect(areDisjoint(steps)).toBe(expected);
});

test("an optional step is done or left out, and what guards it then stands by its neighbours", () => {
  const funnel = { steps: ["a", "b", "c"], optional: [false, true, false], guards: [{ condition: "x", from: 0, to: 1 }] };
  expect(chainsOf(funnel)).toEqual([
    { steps: [0, 1, 2], ends: [2, 3], guards: [{ guard: 0, from: 0, to: 1 }] },
    { steps: [0, 2], ends: [1, 2], guards: [{ guard: 0, from: 0, to: 1 }] },
  ]);
});
