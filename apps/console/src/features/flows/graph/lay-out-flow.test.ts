import type { FlowDefinition } from "@throughline/contract";
import { expect, test } from "vitest";
import { blankDefinition, blankStep } from "./blank-step.ts";
import { connect, insertStep, triggerId } from "./edit-flow.ts";
import { backPath, edgePath, layOutFlow, stepSize, type PlacedFlow } from "./lay-out-flow.ts";

const add = (flow: FlowDefinition, from: string, way: string, kind: "wait" | "branch" | "message") =>
  insertStep(flow, { from, way }, kind, blankStep(kind));
const branched = add(add(add(blankDefinition, triggerId, "next", "wait"), "wait", "next", "branch"), "branch", "case:0", "message");
const nodeOf = ({ nodes }: PlacedFlow, id: string) => {
  const found = nodes.find((node) => node.id === id);
  if (!found) throw new Error(`no ${id}`);
  return found;
};
const widths = () => 80;

test("steps stand below those that lead to them", () => {
  const placed = layOutFlow(branched, widths);
  const tops = [triggerId, "wait", "branch", "message"].map((id) => nodeOf(placed, id).y);
  expect(tops).toEqual(tops.toSorted((a, b) => a - b));
  expect(new Set(tops).size).toBe(4);
});

test("no two stand on each other", () => {
  const { nodes } = layOutFlow(branched, widths);
  for (const a of nodes)
    for (const b of nodes)
      if (a.id < b.id)
        expect(a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y, `${a.id} ${b.id}`).toBe(
          true,
        );
});

test("a way that ends has a mark of its own, and every way an edge", () => {
  const { nodes, edges } = layOutFlow(branched, widths);
  expect(edges.map(({ id }) => id).toSorted()).toEqual(["branch case:0", "branch otherwise", "message next", "trigger next", "wait next"]);
  expect(nodes.filter(({ id }) => id.startsWith("end ")).map(({ id }) => id)).toEqual(["end branch otherwise", "end message next"]);
});

test("an edge goes from the foot of one to the head of the other", () => {
  const placed = layOutFlow(branched, widths);
  const edge = placed.edges.find(({ id }) => id === "wait next");
  const [wait, branch] = [nodeOf(placed, "wait"), nodeOf(placed, "branch")];
  expect(edge?.points[0]).toEqual({ x: wait.x + wait.width / 2, y: wait.y + wait.height });
  expect(edge?.points.at(-1)).toEqual({ x: branch.x + branch.width / 2, y: branch.y });
});

test("a loop leads back at the side, to the step itself too", () => {
  const loop = connect(connect(branched, { from: "message", way: "next" }, "wait"), { from: "branch", way: "otherwise" }, "branch");
  const placed = layOutFlow(loop, widths);
  expect(placed.edges.filter(({ isBack }) => isBack).map(({ id }) => id)).toEqual(["branch otherwise", "message next"]);
  expect(backPath(nodeOf(placed, "message"), nodeOf(placed, "wait"))).toMatch(/^M[-\d. ]+L/);
});

test("what was put somewhere by hand stands there, and what no way leads to stands somewhere", () => {
  const flow = { ...branched, layout: { message: { x: 500, y: 40 } }, steps: { ...branched.steps, alone: blankStep("task") } };
  const placed = layOutFlow(flow, widths);
  expect(nodeOf(placed, "message")).toMatchObject({ x: 500, y: 40 });
  expect(nodeOf(placed, "alone")).toMatchObject(stepSize);
});

test("the mark of an end goes along with its step, so that the way to it does not lead back", () => {
  const place = { x: 500, y: 900 };
  const before = layOutFlow(branched, widths);
  const after = layOutFlow({ ...branched, layout: { message: place } }, widths);
  const gap = (placed: PlacedFlow) => nodeOf(placed, "end message next").y - nodeOf(placed, "message").y;
  expect(gap(after)).toBe(gap(before));
  expect(after.edges.filter(({ isBack }) => isBack)).toEqual([]);
});

test("an edge to a step that is not there is not drawn", () => {
  const broken = connect(branched, { from: "message", way: "next" }, "gone");
  expect(layOutFlow(broken, widths).edges.map(({ id }) => id)).not.toContain("message next");
});

test("edges are straight where they can be, and else leave and arrive upright", () => {
  expect(
    edgePath([
      { x: 5, y: 0 },
      { x: 5, y: 10 },
    ]),
  ).toBe("M5 0L5 10");
  expect(
    edgePath([
      { x: 0, y: 0 },
      { x: 10, y: 20 },
    ]),
  ).toBe("M0 0C0 10 10 10 10 20");
});
