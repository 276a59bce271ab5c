import { expect, test } from "vitest";
import fc from "fast-check";
import { kaplanMeier } from "../insights/statistics/index.ts";
import { ageAtShare, completionCurve } from "./completion.ts";
import { estimateKpi, joinGroups, meetsTarget, type KpiGroup } from "./kpis.ts";

test("the curve from counts is that of Kaplan and Meier over the single observations", () => {
  const count = fc.record({
    age: fc.integer({ min: 0, max: 9 }),
    completed: fc.integer({ min: 0, max: 4 }),
    followed: fc.integer({ min: 0, max: 4 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(count, { selector: (one) => one.age }), (counts) => {
      const observations = counts.flatMap(({ age, completed, followed }) => [
        ...Array.from({ length: completed }, () => ({ time: age, happened: true })),
        ...Array.from({ length: followed }, () => ({ time: age, happened: false })),
      ]);
      const expected = kaplanMeier(observations).map(({ time, share }) => ({ age: time, share }));
      expect(completionCurve(counts).map(({ age, share }) => ({ age, share }))).toEqual(
        expected.map(({ age, share }) => ({ age, share: expect.closeTo(share, 10) })),
      );
    }),
  );
});

const nothing = { contacts: 0, switches: 0, repeats: 0, friction: 0, revenue: 0 };
const group = (more: Partial<KpiGroup>): KpiGroup => ({
  n: 0,
  open: 0,
  ages: [],
  back: 0,
  settled: 0,
  sums: nothing,
  squares: nothing,
  ...more,
});

test("those who failed count as not done for as long as they could have been followed", () => {
  // Four completed at 10 s, four failed and were followed to the end of the window at 100 s; nobody is open.
  const ages = [
    { age: 10, completed: 4, followed: 0 },
    { age: 100, completed: 0, followed: 4 },
  ];
  expect(estimateKpi("completion", group({ n: 8, ages })).value).toBe(0.5);
  expect(ageAtShare(completionCurve(ages), 0.5).age).toBe(10);
  expect(estimateKpi("timeP90", group({ n: 8, ages })).value).toBeNull();
});

test("open windows are not counted against the journey", () => {
  // Half of those followed beyond 10 s completed there; four others began just now.
  const ages = [
    { age: 1, completed: 0, followed: 4 },
    { age: 10, completed: 4, followed: 0 },
    { age: 100, completed: 0, followed: 4 },
  ];
  expect(estimateKpi("completion", group({ n: 12, open: 4, ages })).value).toBeCloseTo(0.5, 10);
  const began = [{ age: 1, completed: 0, followed: 4 }];
  expect(estimateKpi("completion", group({ n: 4, open: 4, ages: began }))).toMatchObject({ value: null, n: 4 });
});

test("means have an interval, and groups add up", () => {
  const one = group({ n: 3, sums: { ...nothing, contacts: 3 }, squares: { ...nothing, contacts: 5 } });
  const other = group({ n: 1, sums: { ...nothing, contacts: 5 }, squares: { ...nothing, contacts: 25 } });
  const { value, low, high, n } = estimateKpi("contacts", joinGroups([one, other]));
  expect({ value, n }).toEqual({ value: 2, n: 4 });
  // Values 0, 1, 2, 5: s² = 14/3, and the lower end is cut at 0.
  expect(high).toBeCloseTo(2 + 1.96 * Math.sqrt(14 / 3 / 4), 3);
  expect(low).toBe(0);
  expect(estimateKpi("contacts", group({})).value).toBeNull();
});

test("a target within the interval is neither met nor missed", () => {
  const share = { value: 0.6, low: 0.5, high: 0.7, n: 90 };
  expect([0.4, 0.55, 0.8].map((target) => meetsTarget("completion", share, target))).toEqual(["yes", "unsure", "no"]);
  expect(meetsTarget("contacts", { value: 0.2, low: 0.1, high: 0.3, n: 50 }, 0.4)).toBe("yes");
  expect(meetsTarget("contacts", { value: null, low: null, high: null, n: 0 }, 0.4)).toBeNull();
});
