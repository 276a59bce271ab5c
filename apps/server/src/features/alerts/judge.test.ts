import { describe, expect, test } from "vitest";
import type { Figure } from "./figure.ts";
import { judge } from "./judge.ts";

const figure = (part: Partial<Figure>): Figure => ({
  value: 120,
  n: 120,
  before: 100,
  when: "in the day of 2026-03-09",
  isShare: false,
  isCount: true,
  season: 7,
  history: [],
  ...part,
});
const change = { kind: "change", direction: "either", by: "percent", value: 20 } as const;

describe("a threshold", () => {
  test("fires beyond it, not at it", () => {
    expect(judge(figure({}), { kind: "threshold", direction: "above", value: 119 })).toMatchObject({
      state: "firing",
      value: 120,
      n: 120,
      reference: 119,
    });
    expect(judge(figure({}), { kind: "threshold", direction: "above", value: 120 })).toMatchObject({ state: "ok" });
    expect(judge(figure({}), { kind: "threshold", direction: "below", value: 121 })).toMatchObject({ state: "firing" });
  });

  test("says what was found", () => {
    const rate = figure({ value: 0.123, n: 2040, isShare: true, when: "in the last 7 days" });
    expect(judge(rate, { kind: "threshold", direction: "below", value: 0.2 }).reason).toBe(
      "12.3% in the last 7 days (n = 2,040): below 20%.",
    );
  });

  test("does not fire where there is no number", () => {
    expect(judge(figure({ value: null }), { kind: "threshold", direction: "below", value: 1 })).toMatchObject({ state: "ok", value: null });
  });
});

describe("a change", () => {
  test("is measured against the period before, in the direction that was asked for", () => {
    expect(judge(figure({}), change)).toMatchObject({ state: "ok", reference: 100, low: 80, high: 120 });
    expect(judge(figure({ value: 121 }), change)).toMatchObject({ state: "firing" });
    expect(judge(figure({ value: 79 }), change)).toMatchObject({ state: "firing" });
    expect(judge(figure({ value: 79 }), { ...change, direction: "up" })).toMatchObject({ state: "ok" });
    expect(judge(figure({ value: 79 }), { ...change, by: "absolute", value: 21 })).toMatchObject({ state: "ok" });
  });

  test("from nothing to something fires; without a period before there is none", () => {
    expect(judge(figure({ value: 1, before: 0 }), change)).toMatchObject({ state: "firing" });
    expect(judge(figure({ value: 0, before: 0 }), change)).toMatchObject({ state: "ok" });
    expect(judge(figure({ before: null }), change)).toMatchObject({ state: "ok", reference: null });
  });
});

describe("an anomaly", () => {
  const anomaly = { kind: "anomaly", direction: "either", falseAlarmRate: 0.01 } as const;
  const history = Array.from({ length: 56 }, (_, index) => [40, 44, 42, 41, 38, 9, 7][index % 7] as number);

  test("is what lies outside the norm of its day", () => {
    expect(judge(figure({ value: 120, history }), anomaly)).toMatchObject({ state: "firing" });
    expect(judge(figure({ value: 45, history }), anomaly)).toMatchObject({ state: "ok" });
    expect(judge(figure({ value: 2, history }), anomaly).reason).toMatch(/below .* its norm is 40, and 1% of evaluations fire by chance/);
    expect(judge(figure({ value: 2, history }), { ...anomaly, direction: "up" })).toMatchObject({ state: "ok" });
  });

  test("is not known before there are four weeks", () => {
    expect(judge(figure({ history: history.slice(0, 20) }), anomaly)).toMatchObject({
      state: "ok",
      reason: expect.stringContaining("four weeks"),
    });
  });
});
