import { describe, expect, test } from "vitest";
import { columnsOf, layOutMap, waysOf } from "./lay-out-map.ts";
import { mapOf, type WaySpec } from "./map.fixture.ts";

const stages = ["signed-up", "connect", "verify", "report"].map((key) => ({ key, name: key }));
const ways: WaySpec[] = [
  ["signed-up", "connect", 800, 780],
  ["signed-up", "report", 60, 50],
  ["signed-up", "$expired", 140, 150],
  ["connect", "verify", 600, 610],
  ["connect", "$failed:cancelled", 90, 30],
  ["verify", "report", 420, 440],
  ["verify", "connect", 120, 90],
  ["verify", "verify", 200, 180],
  ["report", "$completed", 400, 420],
  ["report", "$expired", 30, 20],
];
const map = mapOf({ stages, ways, entered: [1000, 980], failures: [{ key: "cancelled", name: "Cancelled" }] });
const layout = layOutMap(map, 1100);
const node = (key: string) => layout.nodes.find((one) => one.key === key);

describe("the columns", () => {
  test("are the stages in the order of their depth, and the ends at the right edge", () => {
    expect(layout.columns.map(({ key }) => key)).toEqual(["signed-up", "connect", "verify", "report"]);
    expect(layout.width).toBe(1100);
    const goal = node("$completed");
    expect(goal && goal.x + goal.width).toBe(1100);
  });

  test("follow what people do where that differs from the definition", () => {
    const turned = mapOf({
      stages,
      ways: [
        ["verify", "connect", 90, 0],
        ["connect", "verify", 10, 0],
      ],
      entered: [100, 0],
    });
    expect(columnsOf(turned).map(({ key }) => key)).toEqual(["signed-up", "verify", "connect", "report"]);
    expect(waysOf(turned, columnsOf(turned)).map(({ kind }) => kind)).toEqual(["next", "return"]);
  });

  test("begin with the entry only where somebody was in no stage yet", () => {
    const early = { ...map, stages: [{ ...map.stages[0]!, key: "$start", now: 0 }, ...map.stages] };
    const quiet = { ...early.stages[0]!, left: { value: 0, previous: 0 } };
    expect(columnsOf(early)[0]?.key).toBe("$start");
    expect(columnsOf({ ...map, stages: [quiet, ...map.stages] })[0]?.key).toBe("signed-up");
  });

  test("become no narrower than can be read: the drawing grows instead", () => {
    expect(layOutMap(map, 300).width).toBeGreaterThan(500);
  });
});

test("boxes are as tall as they have visits, and the busiest is the tallest", () => {
  const [first, second] = [node("signed-up"), node("connect")];
  expect(first?.height).toBeCloseTo(136);
  expect(second && first && second.height / first.height).toBeCloseTo(920 / 1000);
});

test("every way is drawn once: forwards and out as ribbons, back and again as arcs", () => {
  expect(layout.ribbons.map(({ from, to, kind }) => `${from} ${kind} ${to}`)).toEqual([
    "signed-up next connect",
    "connect next verify",
    "verify next report",
    "report done $completed",
    "signed-up skip report",
    "connect leave $failed:cancelled",
    "signed-up leave $expired",
    "report leave $expired",
  ]);
  expect(layout.arcs.map(({ kind, from }) => `${kind} ${from}`)).toEqual(["loop verify", "return verify"]);
});

test("a skip passes below the boxes that it skips", () => {
  const skip = layout.ribbons.find(({ kind }) => kind === "skip");
  const passed = ["connect", "verify"].map((key) => (node(key)?.y ?? 0) + (node(key)?.height ?? 0));
  expect(skip?.label?.y).toBeGreaterThan(Math.max(...passed));
});

test("what is lost lies below everything, each way to fail apart, and only those that happened", () => {
  const lost = layout.nodes.filter(({ kind }) => kind === "lost");
  expect(lost.map(({ key }) => key)).toEqual(["$failed:cancelled", "$expired"]);
  const [cancelled, expired] = lost;
  expect(cancelled && expired && cancelled.y + cancelled.height).toBeLessThan(expired?.y ?? 0);
  expect(layout.height).toBeGreaterThan((expired?.y ?? 0) + (expired?.height ?? 0));
});

test("a rare skip is counted too, a rare step to the next stage is drawn", () => {
  const rare = layOutMap(
    mapOf({
      stages,
      ways: [
        ["signed-up", "connect", 2, 0],
        ["signed-up", "report", 2, 0],
      ],
      entered: [1000, 980],
    }),
    1100,
  );
  expect(rare.ribbons.map(({ to }) => to)).toEqual(["connect"]);
  expect(rare.undrawn).toBe(1);
});

test("rare ways back are counted instead of drawn", () => {
  const rare = layOutMap(mapOf({ stages, ways: [...ways, ["report", "connect", 2, 0]], entered: [1000, 980] }), 1100);
  expect(rare.arcs).toHaveLength(2);
  expect(rare.undrawn).toBe(1);
});

test("a journey that nobody entered still has its boxes", () => {
  const empty = layOutMap(mapOf({ stages, ways: [], entered: [0, 0] }), 1100);
  expect(empty.nodes.map(({ key, height }) => [key, height])).toEqual([...stages.map(({ key }) => [key, 4]), ["$completed", 4]]);
  expect(empty.ribbons).toEqual([]);
});

test("what ran out of time after a quiet period is no taller than any other box", () => {
  const late = layOutMap(
    mapOf({
      stages,
      ways: [
        ["connect", "$expired", 900, 10],
        ["verify", "$expired", 700, 10],
      ],
      entered: [10, 900],
    }),
    1100,
  );
  expect(Math.max(...late.nodes.map(({ height }) => height))).toBeCloseTo(136);
});

test("notes under a stage push down what passes below it", () => {
  const noted = layOutMap(map, 1100, new Map([["connect", ["11 % drop out, was 4 %", "bot to human: 38 % explain again"]]]));
  const labelOf = (one: typeof layout) => one.ribbons.find(({ kind }) => kind === "skip")?.label?.y ?? 0;
  expect(labelOf(noted)).toBeGreaterThan(labelOf(layout));
});
