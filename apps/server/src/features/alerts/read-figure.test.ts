import { querySchema, type Answer, type Condition, type Query, type QueryInput, type Watch } from "@throughline/contract";
import { describe, expect, test, vi } from "vitest";
import { readFigure, type Ask } from "./read-figure.ts";

const clock = { nowMs: Date.parse("2026-03-10T12:00:00Z"), timezone: "UTC" };
const change: Condition = { kind: "change", direction: "either", by: "percent", value: 10 };
const range = { last: { value: 7, unit: "day" as const } };
const points = (...values: (number | null)[]) => values.map((value, index) => ({ at: `2026-03-0${index + 1}T00:00:00+00:00`, value }));

/** Reads a figure from these answers, in the order in which they are asked for; gives the queries too. */
async function figureOf(query: QueryInput, watch: Watch, answers: object[], condition: Condition = change) {
  const asked: Query[] = [];
  const ask = vi.fn(async (one: Query) => {
    asked.push(one);
    return answers[asked.length - 1] as Answer;
  });
  const figure = await readFigure(ask as unknown as Ask, { query: querySchema.parse(query), watch, condition }, clock);
  return { figure, asked };
}

describe("the number that is watched", () => {
  const trends: QueryInput = {
    kind: "trends",
    range,
    series: [{ event: "A" }, { event: "B", measure: { kind: "avg", property: "event.x" } }],
    breakdown: { property: "event.y" },
  };

  test("of a trend is that of the last whole interval, without its breakdown", async () => {
    const { figure, asked } = await figureOf(trends, { kind: "trends", series: 0, interval: "last" }, [
      { series: [{ points: points(3, 5, 1) }] },
    ]);
    expect(figure).toMatchObject({ value: 5, n: 5, before: 3, when: "in the day of 2026-03-02", isCount: true });
    expect(asked).toMatchObject([{ range: { last: { value: 3, unit: "day" } }, series: [{ event: "A" }] }]);
    expect(asked[0]).not.toHaveProperty("breakdown");
  });

  test("may be that of the interval under way", async () => {
    const { figure } = await figureOf(trends, { kind: "trends", series: 0, interval: "current" }, [
      { series: [{ points: points(3, 5, 1) }] },
    ]);
    expect(figure).toMatchObject({ value: 1, before: 5 });
  });

  test("of an average knows of how many it is", async () => {
    const answer = { series: [{ points: points(2.5, 4.5, 1) }, { points: points(10, 20, 3) }] };
    const { figure, asked } = await figureOf(trends, { kind: "trends", series: 1, interval: "last" }, [answer]);
    expect(figure).toMatchObject({ value: 4.5, n: 20, isCount: false });
    expect(asked).toMatchObject([
      {
        series: [
          { event: "B", measure: { kind: "avg" } },
          { event: "B", measure: { kind: "total" } },
        ],
      },
    ]);
  });

  test("of a formula needs all series and has no n", async () => {
    const { figure, asked } = await figureOf(
      { ...trends, formula: "A / B" } as QueryInput,
      { kind: "trends", series: 0, interval: "last" },
      [{ series: [{ points: points(0.5, 0.7, 0) }] }],
    );
    expect(figure).toMatchObject({ value: 0.7, n: null, isCount: false });
    expect(asked).toMatchObject([{ formula: "A / B", series: [{ event: "A" }, { event: "B" }] }]);
  });

  test("for an anomaly brings the eight weeks before it", async () => {
    const anomaly: Condition = { kind: "anomaly", direction: "either", falseAlarmRate: 0.01 };
    const many = points(...Array.from({ length: 58 }, (_, index) => index));
    const { figure, asked } = await figureOf(
      trends,
      { kind: "trends", series: 0, interval: "last" },
      [{ series: [{ points: many }] }],
      anomaly,
    );
    expect(asked).toMatchObject([{ range: { last: { value: 58, unit: "day" } } }]);
    expect([figure.value, figure.season, figure.history.length, figure.history.at(-1)]).toEqual([56, 7, 56, 55]);
  });

  test("of a funnel is the share of those who began, and before it that of the same time earlier", async () => {
    const funnel: QueryInput = { kind: "funnel", range, steps: [{ event: "A" }, { event: "B" }, { event: "C" }] };
    const answers = [{ steps: [{ count: 200 }, { count: 100 }, { count: 50 }] }, { steps: [{ count: 100 }, { count: 60 }, { count: 40 }] }];
    const { figure, asked } = await figureOf(funnel, { kind: "funnel" }, answers);
    expect(figure).toMatchObject({ value: 0.25, n: 200, before: 0.4, isShare: true, when: "in the last 7 days" });
    expect(asked[1]?.range).toEqual({ from: "2026-02-25T00:00:00.000Z", to: "2026-03-03T12:00:00.000Z" });
    expect((await figureOf(funnel, { kind: "funnel", step: 2 }, answers)).figure.value).toBe(0.5);
  });

  test("of a funnel that nobody began is none", async () => {
    const funnel: QueryInput = { kind: "funnel", range, steps: [{ event: "A" }, { event: "B" }] };
    const none = { steps: [{ count: 0 }, { count: 0 }] };
    expect((await figureOf(funnel, { kind: "funnel" }, [none, none])).figure).toMatchObject({ value: null, n: 0, before: null });
  });

  test("of retention leaves out cohorts whose period is not over", async () => {
    const query: QueryInput = { kind: "retention", range, start: { event: "A" }, return: { event: "A" }, period: "week" };
    const cohorts = [
      { at: "2026-02-16T00:00:00+00:00", size: 100, counts: [100, 40, 30] },
      { at: "2026-02-23T00:00:00+00:00", size: 50, counts: [50, 20] },
      { at: "2026-03-02T00:00:00+00:00", size: 80, counts: [80, 2] },
    ];
    const { figure } = await figureOf(query, { kind: "retention", period: 1 }, [{ cohorts }], {
      kind: "threshold",
      direction: "below",
      value: 0.5,
    });
    expect(figure).toMatchObject({ value: 0.4, n: 150 });
  });

  test("of stickiness is the share of those active in so many intervals or more", async () => {
    const query: QueryInput = { kind: "stickiness", range, event: "A" };
    const { figure } = await figureOf(query, { kind: "stickiness", periods: 3 }, [{ counts: [50, 30, 15, 5] }, { counts: [1, 0, 1] }]);
    expect(figure).toMatchObject({ value: 0.2, n: 100, before: 0.5 });
  });

  test("of a lifecycle is people of a status, those who went too", async () => {
    const query: QueryInput = { kind: "lifecycle", range, event: "A" };
    const series = { new: points(1, 2, 0), returning: points(5, 6, 0), resurrecting: points(1, 1, 0), dormant: points(-3, -4, 0) };
    expect((await figureOf(query, { kind: "lifecycle", status: "dormant" }, [{ series }])).figure).toMatchObject({
      value: 4,
      before: 3,
      n: 9,
    });
  });

  test("of a journey is the share of what ended that reached the goal, and the map knows what was before", async () => {
    const map = { completed: { value: 6, previous: 9 }, failed: { value: 3, previous: 1 }, expired: { value: 1, previous: 0 } };
    const { figure, asked } = await figureOf({ kind: "journey", journey: "onboarding", range }, { kind: "journey" }, [{ map }]);
    expect(figure).toMatchObject({ value: 0.6, n: 10, before: 0.9 });
    expect(asked).toHaveLength(1);
  });
});
