import type { KpiFigure, Seam } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { columnsOf, waysOf } from "./map/lay-out-map.ts";
import { mapOf, shareOf } from "./map/map.fixture.ts";
import { changeOf, describeWay, dropOffTurn, figureChange, namesOf, notesOf, whatChanged } from "./map-words.ts";
import { bleeds, seamName } from "./seam-words.ts";

const stages = [
  { key: "connect", name: "Connect data" },
  { key: "verify", name: "Verify domain" },
];
const failures = [{ key: "cancelled", name: "Cancelled", match: { event: "Cancelled" } }];
const nameOf = namesOf({ stages: stages.map((stage) => ({ ...stage, matches: [{ event: "x" }] })), failures });
const map = mapOf({
  stages,
  failures,
  entered: [1000, 900],
  ways: [
    ["connect", "verify", 700, 700, 181_440],
    ["connect", "$failed:cancelled", 300, 60, 60],
    ["verify", "connect", 80, 70, 600],
    ["verify", "verify", 20, 10, 60],
    ["verify", "$completed", 500, 600, 60],
    ["verify", "$expired", 20, 18, 60],
  ],
});

test("every way is said in words, with what it was and how long it took", () => {
  expect(waysOf(map, columnsOf(map)).map((way) => describeWay(way, nameOf))).toEqual([
    "700 go on from Connect data to Verify domain · before 700 · median 2.1 d",
    "300 leave Connect data: Cancelled · before 60 · median 1 min",
    "80 go back from Verify domain to Connect data · before 70 · median 10 min",
    "20 come to Verify domain again · before 10 · median 1 min",
    "500 complete from Verify domain · before 600 · median 1 min",
    "20 run out of time in Verify domain · before 18 · median 1 min",
  ]);
});

test("a change is a share of what was before, nothing when equal, and never a share of nothing", () => {
  expect(changeOf({ value: 75, previous: 4 })).toBe("▲ ×19");
  expect(changeOf({ value: 104, previous: 100 })).toBe("▲ 4.0 %");
  expect(changeOf({ value: 50, previous: 100 })).toBe("▼ 50 %");
  expect(changeOf({ value: 7, previous: 7 })).toBeNull();
  expect(changeOf({ value: 7, previous: 0 })).toBe("none before");
});

describe("drop-off", () => {
  test("is worse or better only beyond chance", () => {
    expect(dropOffTurn({ dropOff: shareOf(300, 1000), previousDropOff: shareOf(60, 760) })).toBe("worse");
    expect(dropOffTurn({ dropOff: shareOf(60, 760), previousDropOff: shareOf(300, 1000) })).toBe("better");
    expect(dropOffTurn({ dropOff: shareOf(3, 10), previousDropOff: shareOf(1, 10) })).toBeNull();
    expect(dropOffTurn({ dropOff: shareOf(0, 0), previousDropOff: shareOf(1, 10) })).toBeNull();
  });
  test("that grew is noted at its stage, unless nothing is compared", () => {
    expect([...notesOf(map, [], true)]).toEqual([["connect", ["30\u00a0% drop out, was 7.9\u00a0%"]]]);
    expect(notesOf(map, [], false).size).toBe(0);
  });
});

const seam = (harm: Seam["harm"], at: Seam["at"]): Seam => ({
  key: "actor:bot>human",
  kind: "actor",
  from: "bot",
  to: "human",
  owner: null,
  note: "",
  crossed: { value: harm.n, previous: 0 },
  arrived: harm.n,
  pending: 0,
  lost: shareOf(0, 0),
  repeated: harm,
  retold: 0,
  gap: { medianSeconds: 60, p90Seconds: 600, previousMedianSeconds: null },
  harmed: { value: 0, previous: 0 },
  harm,
  at,
});

describe("seams", () => {
  test("are called by their sides", () => {
    expect(seamName("actor:bot>human")).toBe("Bot → Person");
    expect(seamName("channel:in_app>email")).toBe("In-app → E-mail");
    expect(seamName("team:Tier 1>Tier 2")).toBe("Tier 1 → Tier 2");
    expect(seamName("odd")).toBe("odd");
  });
  test("bleed when the harm is beyond doubt, not when there are few", () => {
    expect(bleeds(seam(shareOf(40, 100), []))).toBe(true);
    expect(bleeds(seam(shareOf(4, 100), []))).toBe(false);
    expect(bleeds(seam(shareOf(4, 5), []))).toBe(false);
  });
  test("are noted at the stage where they begin", () => {
    const notes = notesOf(
      map,
      [
        seam(shareOf(40, 100), [
          { stage: "verify", crossed: 60, harmed: 30 },
          { stage: "connect", crossed: 40, harmed: 2 },
        ]),
      ],
      false,
    );
    expect([...notes]).toEqual([["verify", ["Bot ⇢ Person: 50\u00a0% lost or retold"]]]);
  });
});

const figure = (value: number, margin: number, previous: number): KpiFigure => ({
  kpi: "completion",
  unit: "share",
  definition: "",
  current: { value, low: value - margin, high: value + margin, n: 1000 },
  previous: { value: previous, low: previous - margin, high: previous + margin, n: 1000 },
  target: null,
  met: null,
  trend: [],
  note: null,
});

describe("what changed", () => {
  test("a figure heals or bleeds only beyond chance", () => {
    expect(figureChange(figure(0.418, 0.02, 0.48), true)).toEqual({ text: "▼ 6.2 points", tone: "bleed" });
    expect(figureChange(figure(0.48, 0.02, 0.418), true)).toEqual({ text: "▲ 6.2 points", tone: "good" });
    expect(figureChange(figure(0.418, 0.05, 0.43), true)).toEqual({ text: "▼ 1.2 points, within chance", tone: undefined });
    expect(figureChange(figure(0.418, 0.05, 0.4181), true)).toEqual({ text: "as before", tone: undefined });
  });
  test("is said in sentences, the journey first, then its stages, then the way back", () => {
    const kpis = {
      interval: "day",
      entrants: map.entered,
      open: 0,
      figures: [figure(0.418, 0.02, 0.48)],
      curve: [],
      completedOnly: { medianSeconds: null, p90Seconds: null, n: 0 },
    } as const;
    expect(
      whatChanged(map, { ...kpis, figures: [...kpis.figures], curve: [] }, nameOf, "the 28 days before").map(({ text }) => text),
    ).toEqual([
      "Completion fell from 48 % to 41.8 % (39.8–43.8).",
      "Connect data loses 30 % of those who leave it; in the 28 days before it was 7.9 %.",
      "80 times somebody went back from Verify domain to Connect data (70 before).",
    ]);
  });
});
