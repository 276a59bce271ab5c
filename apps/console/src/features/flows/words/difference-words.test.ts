import type { FlowDefinition, FlowDifference, FlowStep } from "@throughline/contract";
import { expect, test } from "vitest";
import { blankDefinition } from "../graph/blank-step.ts";
import { differenceWords } from "./difference-words.ts";

const wait = (days: number, next: string | null): FlowStep => ({
  kind: "wait",
  label: "",
  wait: { for: "duration", duration: { value: days, unit: "day" } },
  next,
  timedOut: null,
});
const flow = (start: string, steps: FlowDefinition["steps"], more: Partial<FlowDefinition> = {}): FlowDefinition => ({
  ...blankDefinition,
  start,
  steps,
  ...more,
});
const difference = (
  step: string | null,
  field: string,
  before: string | null,
  after: string | null,
  what: FlowDifference["what"] = "changed",
) => ({ what, step, field, before, after });
const said = (before: FlowDefinition, after: FlowDefinition, ...differences: FlowDifference[]) =>
  differences.map((one) => Object.values(differenceWords(one, before, after)));

test("steps are named by their titles, also those that are gone, and ways by where they lead", () => {
  const before = flow("a", { a: wait(3, "b"), b: wait(2, null) });
  const after = flow("c", { c: wait(1, "b"), b: wait(2, "b") });
  expect(
    said(
      before,
      after,
      difference(null, "start", "a", "c"),
      difference("a", "kind", "wait", null, "removed"),
      difference("b", "next", null, "b"),
      difference("c", "kind", null, "wait", "added"),
    ),
  ).toEqual([
    ["The flow", "begins with", "Wait 3 days", "Wait 1 day"],
    ["Wait 3 days", "", "Wait: then goes on", null],
    ["Wait 2 days", "goes on to", "the end", "Wait 2 days"],
    ["Wait 1 day", "", null, "Wait: then goes on"],
  ]);
});

test("values are words, not as they are written down", () => {
  const before = flow("a", { a: wait(3, null) });
  const after = flow("a", { a: wait(4, null) }, { entry: { ...before.entry, again: "always" } });
  const exit = difference(null, "exit", '{"on":[],"when":null,"onGoal":true}', '{"on":[{"event":"Left"}],"when":null,"onGoal":true}');
  expect(said(before, after, difference(null, "entry", "{}", "{}"), difference("a", "wait", "{}", "{}"), exit)).toEqual([
    ["The flow", "who may come in, and how often", "once", "each time"],
    ["Wait 4 days", "what it waits for", "3 days", "4 days"],
    ["The flow", "what ends it", "on none, when none, on goal true", "on event Left, when none, on goal true"],
  ]);
});
