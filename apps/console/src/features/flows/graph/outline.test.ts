import { expect, test } from "vitest";
import { blankDefinition, blankStep } from "./blank-step.ts";
import { connect, insertStep, triggerId } from "./edit-flow.ts";
import { outlineOf, type OutlineEntry } from "./outline.ts";

/** “wait”, “branch(case:0: message | otherwise: ^wait)”. */
const told = (list: readonly OutlineEntry[]): string =>
  list
    .map((entry) => {
      if ("way" in entry) return entry.way.elsewhere ? `^${entry.way.to}` : "";
      const { id, branches } = entry.step;
      if (branches.length === 0) return id;
      return `${id}(${branches.map(({ way, to, elsewhere, list: inner }) => `${way}: ${elsewhere ? `^${to}` : told(inner)}`).join(" | ")})`;
    })
    .filter(Boolean)
    .join(" > ");

const waiting = insertStep(blankDefinition, { from: triggerId, way: "next" }, "wait", blankStep("wait"));
const branched = insertStep(waiting, { from: "wait", way: "next" }, "branch", blankStep("branch"));
const flow = insertStep(branched, { from: "branch", way: "case:0" }, "message", blankStep("message"));

test("every step stands once; a way to one that stands elsewhere names it", () => {
  expect(told(outlineOf(flow).list)).toBe("wait > branch(case:0: message | otherwise: )");
  const joined = connect(flow, { from: "branch", way: "otherwise" }, "message");
  expect(told(outlineOf(joined).list)).toBe("wait > branch(case:0: message | otherwise: ^message)");
  const loop = connect(flow, { from: "message", way: "next" }, "wait");
  expect(told(outlineOf(loop).list)).toBe("wait > branch(case:0: message > ^wait | otherwise: )");
});

test("what nobody comes to stands apart", () => {
  const { list, lost } = outlineOf(connect(flow, { from: triggerId, way: "next" }, "message"));
  expect(told(list)).toBe("message");
  expect(told(lost)).toBe("wait > branch(case:0: ^message | otherwise: )");
});
