import { funnelQuerySchema } from "@throughline/contract";
import { expect, test } from "vitest";
import { moveStep, removeStep } from "./move-step.ts";

const funnel = funnelQuerySchema.parse({
  kind: "funnel",
  range: { last: { value: 7, unit: "day" } },
  steps: [{ event: "A" }, { event: "B", optional: true }, { event: "C" }],
  exclude: [{ event: "X", from: 1, to: 2 }],
  breakdown: { property: "event.plan", attribution: "step:3" },
});
const names = (query: typeof funnel) => query.steps.map(({ event }) => event);

test("a moved step takes its place, and what comes first or last is required", () => {
  expect(names(moveStep(funnel, 0, 2))).toEqual(["B", "C", "A"]);
  expect(moveStep(funnel, 1, 0).steps.map(({ optional }) => optional)).toEqual([false, false, false]);
});

test("without a step, exclusions and the breakdown refer to steps that exist", () => {
  const shorter = removeStep(funnel, 0);
  expect(names(shorter)).toEqual(["B", "C"]);
  expect(shorter.exclude).toEqual([{ event: "X", from: 0, to: 1 }]);
  expect(shorter.breakdown?.attribution).toBe("first");
});
