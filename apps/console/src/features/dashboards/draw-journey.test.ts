import type { JourneyMap } from "@throughline/contract";
import { expect, test } from "vitest";
import { drawJourney } from "./draw-journey.ts";

const change = (value: number) => ({ value, previous: 0 });
const times = { medianSeconds: null, p90Seconds: null, n: 0 };
const stage = (key: string, came: number, left: number, dropped: number): JourneyMap["stages"][number] => ({
  key,
  name: key.toUpperCase(),
  now: came - left,
  arrived: change(came),
  left: change(left),
  dropped: change(dropped),
  dropOff: { rate: left === 0 ? null : dropped / left, low: null, high: null, n: left },
  previousDropOff: { rate: null, low: null, high: null, n: 0 },
  dwell: times,
  previousDwell: times,
  waitingSeconds: null,
  channels: [],
  switches: 0,
});
const edge = (from: string, to: string, count: number): JourneyMap["edges"][number] => ({
  from,
  to,
  kind: "next",
  count,
  previous: 0,
  instances: count,
  medianSeconds: null,
});
const map: JourneyMap = {
  entered: change(100),
  open: change(30),
  completed: change(30),
  failed: change(10),
  expired: change(10),
  failures: [],
  stages: [stage("$start", 0, 0, 0), stage("a", 100, 80, 20), stage("b", 60, 30, 0)],
  edges: [edge("a", "b", 60), edge("a", "a", 7), edge("b", "a", 3), edge("b", "$completed", 30), edge("a", "$expired", 20)],
  switches: [],
};

test("stages stand in their order with the goal last, and say who went on", () => {
  expect(drawJourney(map).columns.map(({ name, came, wentOn, dropped }) => [name, came, wentOn, dropped])).toEqual([
    ["A", 100, 0.75, 20],
    ["B", 60, 1, 0],
    ["Done", 30, null, 0],
  ]);
});

test("the share is of those that ended, and there is none before anybody has", () => {
  expect(drawJourney(map)).toMatchObject({ ended: 50, share: 0.6 });
  expect(drawJourney({ ...map, completed: change(0), failed: change(0), expired: change(0) })).toMatchObject({ ended: 0, share: null });
});

test("bars are as high as their numbers, and only ways ahead are drawn between them", () => {
  const { paths } = drawJourney(map);
  expect(paths.filter(({ kind }) => kind === "way").map(({ d }) => d)).toEqual(["M16 40L100 40V100H16z", "M116 70L200 70V100H116z"]);
  expect(paths.filter(({ kind }) => kind === "bar" || kind === "goal").map(({ d }) => d)).toEqual([
    "M0 0h16v100h-16z",
    "M100 40h16v60h-16z",
    "M200 70h16v30h-16z",
  ]);
  expect(paths.filter(({ kind }) => kind === "lost").map(({ d }) => d)).toEqual(["M0 0h16v20h-16z"]);
});
