import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { incidenceAt, kaplanMeier, mean, median, oddsRatio, quantile, timeToIncidence, wilsonInterval } from "./index.ts";

describe("a share", () => {
  test("of nobody is no share", () => expect(wilsonInterval(0, 0)).toEqual({ rate: null, low: null, high: null }));
  test.each([
    [5, 10, 0.2366, 0.7634],
    [1, 10, 0.0179, 0.4042],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662],
  ])("of %i in %i has Wilson's interval", (successes, n, low, high) => {
    const interval = wilsonInterval(successes, n);
    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });
  test("lies within its interval, and that within 0 and 1", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, part) => {
        const { rate, low, high } = wilsonInterval(Math.round(n * part), n);
        expect(0 <= low! && low! <= rate! && rate! <= high! && high! <= 1).toBe(true);
      }),
    ));
});

describe("an odds ratio", () => {
  test("of 5 in 10 against 0 in 10 is 11", () => {
    const { ratio, low, high } = oddsRatio({ with: 5, of: 10, othersWith: 0, othersOf: 10 });
    expect(ratio).toBe(11);
    // ln 11 ± 1.96·√(1/6 + 1/6 + 1/1 + 1/11) = 2.3979 ± 2.3391
    expect([low, high].map((end) => Math.log(end))).toEqual([expect.closeTo(0.0588, 3), expect.closeTo(4.7369, 3)]);
  });
  test("of equal groups is 1, between ends that multiply to 1", () => {
    const { ratio, low, high } = oddsRatio({ with: 3, of: 9, othersWith: 3, othersOf: 9 });
    expect(ratio).toBe(1);
    expect(low * high).toBeCloseTo(1, 12);
  });
  test("turns over when the groups change places", () => {
    const one = oddsRatio({ with: 7, of: 20, othersWith: 2, othersOf: 30 });
    const other = oddsRatio({ with: 2, of: 30, othersWith: 7, othersOf: 20 });
    expect(one.ratio * other.ratio).toBeCloseTo(1, 12);
    expect(one.low * other.high).toBeCloseTo(1, 12);
  });
});

describe("a quantile", () => {
  test("lies between the ranks", () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9)).toBeCloseTo(9.1, 12);
    expect([0, 1].map((level) => quantile([4, 1, 3], level))).toEqual([1, 4]);
  });
  test("of one value is that value", () => expect([0, 0.5, 0.99].map((level) => quantile([7], level))).toEqual([7, 7, 7]));
  test("of nothing is null, as are median and mean", () => expect([quantile([], 0.5), median([]), mean([])]).toEqual([null, null, null]));
  test("the mean is the sum over n", () => expect(mean([1, 2, 6])).toBe(3));
});

describe("Kaplan–Meier", () => {
  // Remission of the 6-MP group in Freireich et al. 1963, the textbook example.
  const happened = [6, 6, 6, 7, 10, 13, 16, 22, 23].map((time) => ({ time, happened: true }));
  const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((time) => ({ time, happened: false }));
  const points = kaplanMeier([...happened, ...censored]);

  test("gives the textbook's figures", () => {
    expect(points.map(({ time, atRisk, happened: count }) => [time, atRisk, count])).toEqual([
      [6, 21, 3],
      [7, 17, 1],
      [10, 15, 1],
      [13, 12, 1],
      [16, 11, 1],
      [22, 7, 1],
      [23, 6, 1],
    ]);
    const shares = [0.1429, 0.1933, 0.2471, 0.3098, 0.3725, 0.4622, 0.5518];
    shares.forEach((share, index) => expect(points[index]!.share).toBeCloseTo(share, 4));
  });
  test("has the interval on the log-log scale", () => {
    // S = 0.857, s.e. 0.0764: S^exp(±1.96·0.0891/ln S) → 0.620 … 0.952.
    expect(points[0]!.low).toBeCloseTo(1 - 0.9516, 3);
    expect(points[0]!.high).toBeCloseTo(1 - 0.6197, 3);
  });
  test("knows the share by a time, and the time by which half had it", () => {
    expect(incidenceAt(points, 5)).toEqual({ share: 0, low: null, high: null });
    expect(incidenceAt(points, 12).share).toBeCloseTo(0.2471, 4);
    expect(timeToIncidence(points, 0.5)).toBe(23);
    expect(timeToIncidence(points, 0.9)).toBeNull();
  });
  test("without anybody lost is the plain share", () => {
    const all = kaplanMeier([1, 2, 3, 4].map((time) => ({ time, happened: true })));
    expect(all.map((point) => point.share)).toEqual([0.25, 0.5, 0.75, 1]);
    expect(all.at(-1)).toMatchObject({ low: 1, high: 1 });
  });
  test("has no point where it never happened", () => expect(kaplanMeier(censored)).toEqual([]));
});
