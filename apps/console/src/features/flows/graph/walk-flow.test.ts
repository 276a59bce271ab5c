import type { FlowDefinition } from "@throughline/contract";
import { expect, test } from "vitest";
import { blankDefinition, blankStep } from "./blank-step.ts";
import { connect, insertStep, triggerId } from "./edit-flow.ts";
import { layOutFlow } from "./lay-out-flow.ts";
import { walk, type Direction } from "./walk-flow.ts";

const add = (flow: FlowDefinition, from: string, way: string, kind: "wait" | "branch" | "message" | "task") =>
  insertStep(flow, { from, way }, kind, blankStep(kind));
const waiting = add(blankDefinition, triggerId, "next", "wait");
const branched = add(add(add(waiting, "wait", "next", "branch"), "branch", "case:0", "message"), "branch", "otherwise", "task");
const go = (flow: FlowDefinition, from: string, direction: Direction) =>
  walk(
    flow,
    layOutFlow(flow, () => 80),
    from,
    direction,
  );

test("down goes along the first way and up goes back", () => {
  expect(go(branched, triggerId, "down")).toBe("wait");
  expect(go(branched, "wait", "down")).toBe("branch");
  expect(go(branched, "branch", "down")).toBe("message");
  expect(go(branched, "message", "down")).toBeNull();
  expect(go(branched, "task", "up")).toBe("branch");
  expect(go(branched, "wait", "up")).toBe(triggerId);
  expect(go(branched, triggerId, "up")).toBeNull();
});

test("left and right go to the neighbours", () => {
  const sides = ["message", "task"].map((id) => [go(branched, id, "left"), go(branched, id, "right")]);
  expect(sides.flat().toSorted()).toEqual(expect.arrayContaining(["message", "task"]));
});

test("a way back does not lead up to what stands below", () => {
  const loop = connect(branched, { from: "message", way: "next" }, "wait");
  expect(go(loop, "wait", "up")).toBe(triggerId);
  expect(go(loop, "message", "down")).toBe("wait");
});

test("from what is gone one comes to the beginning", () => {
  expect(go(branched, "gone", "down")).toBe(triggerId);
});
