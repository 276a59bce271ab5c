import { median } from "@throughline/domain";
import { describe, expect, test } from "vitest";
import { seasonalNorm } from "./seasonal-norm.ts";

/** Numbers in 0…1 that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
function poisson(mean: number, random: () => number): number {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); count++) product *= random();
  return count;
}
const week = [40, 44, 42, 41, 38, 9, 7];
const daily = { season: 7, rate: 0.01, ends: "both", counts: true } as const;

describe("the norm of a day of the week", () => {
  test("is the median of that day, with room for chance on both sides", () => {
    const norm = seasonalNorm(
      Array.from({ length: 56 }, (_, index) => week[index % 7] ?? 0),
      daily,
    );
    expect(norm?.middle).toBeCloseTo(40);
    expect(norm?.low).toBeGreaterThan(15);
    expect(norm?.low).toBeLessThan(30);
    expect(norm?.high).toBeGreaterThan(55);
    expect(norm?.n).toBe(8);
  });

  test("is not moved by one wild day", () => {
    const values = Array.from({ length: 56 }, (_, index) => (index === 49 ? 4000 : (week[index % 7] ?? 0)));
    expect(seasonalNorm(values, daily)?.middle).toBeCloseTo(40);
    expect(seasonalNorm(values, daily)?.high).toBeLessThan(80);
  });

  test("needs four weeks in which anything was counted", () => {
    const since = (weeks: number) => Array.from({ length: 56 }, (_, index) => (index < 56 - weeks * 7 ? 0 : (week[index % 7] ?? 0)));
    expect(seasonalNorm(since(3), daily)).toBeNull();
    expect(seasonalNorm(since(4), daily)?.middle).toBeCloseTo(40);
    expect(seasonalNorm(Array<null>(56).fill(null), daily)).toBeNull();
  });

  test.each([
    [0.05, "both", 30],
    [0.01, "both", 30],
    [0.001, "both", 30],
    [0.01, "one", 30],
    [0.05, "both", 2],
    [0.01, "both", 120],
  ] as const)("fires by chance in about %s of the evaluations or fewer (%s ends, mean %s)", (rate, ends, mean) => {
    const random = randomFrom(7);
    const rounds = rate === 0.001 ? 6000 : 2000;
    let alarms = 0;
    for (let round = 0; round < rounds; round++) {
      const values = Array.from({ length: 57 }, (_, index) => poisson((mean * (week[index % 7] ?? 0)) / 40, random));
      const value = values.pop() ?? 0;
      const norm = seasonalNorm(values, { ...daily, rate, ends });
      if (norm && (value > norm.high || (ends === "both" && value < norm.low))) alarms++;
    }
    // Three deviations of a binomial count above the rate.
    expect(alarms / rounds).toBeLessThan(1.15 * rate + 3 * Math.sqrt(rate / rounds));
  });

  test("a day at double the norm, or at none of it, is found", () => {
    const random = randomFrom(3);
    const norm = seasonalNorm(
      Array.from({ length: 56 }, (_, index) => poisson(week[index % 7] ?? 0, random)),
      daily,
    );
    expect(norm?.high).toBeLessThan(80);
    expect(norm?.low).toBeGreaterThan(0);
  });

  test("of what is no count has its own spread", () => {
    const random = randomFrom(5);
    const values = Array.from({ length: 56 }, () => 4 + random() - 0.5);
    const norm = seasonalNorm(values, { ...daily, counts: false });
    expect(norm?.low).toBeGreaterThan(2);
    expect(norm?.high).toBeLessThan(6);
  });
});

test("the median lies between the middle two", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});
