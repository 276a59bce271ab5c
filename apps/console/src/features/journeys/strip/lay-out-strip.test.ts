import type { InstanceStrip } from "@throughline/contract";
import { expect, test } from "vitest";
import { layOutStrip, roomFor } from "./lay-out-strip.ts";

type Entry = InstanceStrip["strip"][number];
const entry = (minutes: number, rest: Partial<Entry> = {}): Entry => ({
  id: `i_${minutes}`,
  at: new Date(Date.UTC(2026, 0, 5) + minutes * 60_000).toISOString(),
  name: "Page Viewed",
  channel: "web",
  actor: "customer",
  sessionId: null,
  properties: {},
  personId: "p_0000000000000001",
  team: null,
  marks: ["other"],
  stage: null,
  seams: [],
  ...rest,
});

const strip = [
  entry(0, { marks: ["entry", "stage"], stage: "signed-up" }),
  entry(5, { marks: ["stage"], stage: "signed-up" }),
  entry(10, { marks: ["stage"], stage: "verify" }),
  entry(12, { marks: ["friction"] }),
  entry(14, { channel: "chat", marks: ["contact"], seams: [{ key: "channel:web>chat", gapSeconds: 120 }] }),
  entry(1454, { channel: "email", actor: "agent", marks: ["conversation"], seams: [{ key: "actor:bot>human", gapSeconds: 86_400 }] }),
  entry(1460, { marks: ["goal"], stage: "$completed" }),
];
const layout = layOutStrip(strip);

test("channels are lanes in the order in which they came in", () => {
  expect(layout.lanes).toEqual(["web", "chat", "email"]);
  expect(layout.marks.map(({ lane }) => lane)).toEqual([0, 0, 0, 0, 1, 2, 0]);
});

test("time goes from left to right; long waits take more room than short ones, but never the whole width", () => {
  const xs = layout.marks.map(({ x }) => x);
  expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  expect(roomFor(86_400)).toBeGreaterThan(roomFor(60));
  expect(roomFor(400 * 86_400)).toBe(150);
  expect(layout.width).toBeGreaterThan(Math.max(...xs));
});

test("a wait of an hour or more is named", () => {
  expect(layout.gaps.map(({ seconds }) => seconds)).toEqual([86_400]);
});

test("a stage lasts until the next one begins; staying in it is one band", () => {
  expect(layout.stages.map(({ key }) => key)).toEqual(["signed-up", "verify", "$completed"]);
  expect(layout.stages[0]?.to).toBe(layout.stages[1]?.from);
  expect(layout.stages[2]?.to).toBe(layout.width);
});

test("the goal heals, friction bleeds, what is not of the journey is faint", () => {
  expect(layout.marks.map(({ tone }) => tone)).toEqual(["neutral", "neutral", "neutral", "bleed", "neutral", "neutral", "good"]);
  expect(layOutStrip([entry(0)]).marks[0]?.tone).toBe("faint");
});

test("a hand-off is drawn from where the matter was before", () => {
  expect(layout.seams.map(({ key, from, to }) => [key, from.lane, to.lane])).toEqual([
    ["channel:web>chat", 0, 1],
    ["actor:bot>human", 1, 2],
  ]);
});

test("a short strip fills its place, a long one is as wide as it needs", () => {
  expect(layOutStrip(strip, layout.width * 1.5).width).toBeCloseTo(layout.width * 1.5);
  expect(layOutStrip(strip, 10).width).toBe(layout.width);
});

test("an empty strip has nothing to draw", () => expect(layOutStrip([])).toMatchObject({ lanes: [], marks: [], seams: [] }));
