import { edgesOf, waysOut, type FlowDefinition, type FlowStepKind } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { blankDefinition, blankStep } from "./blank-step.ts";
import {
  changeStep,
  connect,
  duplicateStep,
  insertStep,
  newStepId,
  reachable,
  removeStep,
  targetOf,
  triggerId,
  withWay,
} from "./edit-flow.ts";

const start = { from: triggerId, way: "next" };
const after = (from: string, way = "next") => ({ from, way });
const add = (flow: FlowDefinition, at: { from: string; way: string }, kind: FlowStepKind, id: string = kind) =>
  insertStep(flow, at, id, blankStep(kind));
/** Trigger → wait → branch: case → message, otherwise → task. */
const branched = () => {
  const waits = add(blankDefinition, start, "wait");
  const branches = add(waits, after("wait"), "branch");
  return add(add(branches, after("branch", "case:0"), "message"), after("branch", "otherwise"), "task");
};
const ids = (flow: FlowDefinition) => Object.keys(flow.steps).toSorted();

describe("adding", () => {
  test("a step put into a way goes on to what came after it", () => {
    const flow = add(add(blankDefinition, start, "message"), start, "wait");
    expect(flow.start).toBe("wait");
    expect(targetOf(flow, after("wait"))).toBe("message");
    expect(targetOf(flow, after("message"))).toBeNull();
  });

  test("a step of several ways goes on by the first", () => {
    const flow = add(add(blankDefinition, start, "message"), start, "branch");
    expect(targetOf(flow, after("branch", "case:0"))).toBe("message");
    expect(targetOf(flow, after("branch", "otherwise"))).toBeNull();
  });

  test("an exit ends the way: what only it led to is gone", () => {
    const flow = add(branched(), start, "exit");
    expect(ids(flow)).toEqual(["exit"]);
    expect(flow.start).toBe("exit");
  });

  test("ids are small words, counted where they are taken", () => {
    expect(newStepId({}, "wait")).toBe("wait");
    expect(newStepId({ wait: blankStep("wait"), "wait-2": blankStep("wait") }, "wait")).toBe("wait-3");
  });

  test("every kind of step can be put into a way, and each of its ways can be led elsewhere", () => {
    for (const kind of ["wait", "branch", "split", "message", "webhook", "task", "approval", "change", "flow", "goal", "exit"] as const) {
      const flow = add(blankDefinition, start, kind);
      for (const { way } of waysOut(blankStep(kind))) {
        const led = connect(flow, { from: kind, way }, kind);
        expect(targetOf(led, { from: kind, way }), `${kind} ${way}`).toBe(kind);
      }
    }
  });
});

describe("removing", () => {
  test("who came to the step goes on by its first way, and what only its other ways led to goes with it", () => {
    const flow = removeStep(branched(), "branch");
    expect(ids(flow)).toEqual(["message", "wait"]);
    expect(targetOf(flow, after("wait"))).toBe("message");
  });

  test("what other ways lead to stays", () => {
    const joined = connect(branched(), after("message"), "task");
    expect(ids(removeStep(joined, "branch"))).toEqual(["message", "task", "wait"]);
  });

  test("the first step gone, the flow begins with the next", () => {
    expect(removeStep(branched(), "wait").start).toBe("branch");
  });

  test("a step that leads back to itself leaves no way to what is gone", () => {
    const loop = connect(add(blankDefinition, start, "wait"), after("wait"), "wait");
    const flow = removeStep(loop, "wait");
    expect(flow).toMatchObject({ start: null, steps: {} });
  });

  test("a place on the canvas goes with its step", () => {
    const placed = { ...branched(), layout: { wait: { x: 1, y: 2 }, branch: { x: 3, y: 4 } } };
    expect(removeStep(placed, "wait").layout).toEqual({ branch: { x: 3, y: 4 } });
  });

  test("no edge ever leads to a step that is not there", () => {
    for (const id of ids(branched())) {
      const flow = removeStep(branched(), id);
      for (const { to } of edgesOf(flow)) expect(to === null || flow.steps[to] !== undefined, id).toBe(true);
    }
  });
});

test("a copy stands right after its step and leads on to where that led", () => {
  const copied = duplicateStep(branched(), "wait");
  expect(copied?.id).toBe("wait-2");
  expect(copied && targetOf(copied.flow, after("wait"))).toBe("wait-2");
  expect(copied && targetOf(copied.flow, after("wait-2"))).toBe("branch");
  expect(duplicateStep(add(blankDefinition, start, "exit"), "exit")).toBeNull();
});

test("a case taken away takes with it what only it led to", () => {
  const flow = branched();
  const branch = flow.steps["branch"];
  if (branch?.kind !== "branch") throw new Error("no branch");
  const twice = changeStep(flow, "branch", {
    ...branch,
    cases: [...branch.cases, { label: "", when: { all: [] }, next: null }],
  });
  expect(ids(twice)).toEqual(ids(flow));
  expect(ids(changeStep(twice, "branch", branch))).toEqual(ids(flow));
  expect(ids(changeStep(twice, "branch", { ...branch, cases: [{ label: "", when: { all: [] }, next: null }] }))).toEqual([
    "branch",
    "task",
    "wait",
  ]);
});

test("steps that nothing leads to are told apart", () => {
  const flow = connect(branched(), start, "task");
  expect([...reachable(flow)]).toEqual(["task"]);
});

test("a way that a step does not have changes nothing", () => {
  const wait = blankStep("wait");
  expect(withWay(wait, "case:0", "x")).toBe(wait);
  expect(withWay(wait, "approved", "x")).toBe(wait);
});
