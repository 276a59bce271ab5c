import { describe, expect, test } from "vitest";
import { judgeDays, type DayValue } from "./seasonal-norm.ts";
import { studentTail } from "./student-t.ts";

/** A generator with a seed (mulberry32), so that the simulation is the same every time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function poisson(mean: number, random: () => number): number {
  if (mean > 60) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)));
  let product = random();
  let count = 0;
  for (const limit = Math.exp(-mean); product > limit; count++) product *= random();
  return count;
}
const normal = (random: () => number): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const week = [0.2, 1, 1.1, 1.05, 1, 0.8, 0.25];
const series = (days: number, mean: number, noise: number, random: () => number): DayValue[] =>
  Array.from({ length: days }, (_, day) => ({
    at: String(day),
    weekday: day % 7,
    value: poisson(mean * (week[day % 7] as number) * Math.exp(noise * normal(random) - (noise * noise) / 2), random),
  }));

/** The p-values of looks of seven days at a figure that has not changed. */
function unchangedLooks(mean: number, noise: number, looks: number): number[] {
  const random = createRandom(Math.round(mean * 1000 + noise * 77 + 1));
  return Array.from({ length: looks }, () => {
    const days = series(63, mean, noise, random);
    return judgeDays(days.slice(0, 56), days.slice(56), 0.05)?.pValue as number;
  });
}

describe("the norm of a figure", () => {
  test.each([
    [0.1, 0],
    [0.6, 0],
    [3, 0],
    [20, 0],
    [400, 0],
    [20, 0.2],
    [400, 0.25],
  ])("gives no more false alarms than stated, for %d a day with noise %d", (mean, noise) => {
    const pValues = unchangedLooks(mean, noise, 3000);
    for (const alpha of [0.05, 0.005]) {
      const bound = alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / pValues.length);
      expect(pValues.filter((pValue) => pValue < alpha).length / pValues.length).toBeLessThanOrEqual(bound);
    }
  });

  test("shows what has really changed", () => {
    const random = createRandom(5);
    let found = 0;
    for (let look = 0; look < 200; look++) {
      const days = [...series(56, 12, 0, random), ...series(7, 24, 0, random)];
      const judged = judgeDays(days.slice(0, 56), days.slice(56), 0.002);
      if (judged && judged.pValue < 0.002 && judged.score > 0) found++;
    }
    expect(found).toBeGreaterThan(190);
  });

  test("does not take a Sunday for a fall, and needs four weeks", () => {
    const days = series(70, 300, 0, createRandom(9));
    const sunday = days.findLast((day) => day.weekday === 0) as DayValue;
    expect(judgeDays(days.slice(0, 56), [sunday], 0.05)?.pValue).toBeGreaterThan(0.05);
    expect(judgeDays(days.slice(0, 27), [sunday], 0.05)).toBeNull();
  });
});

test("Student's tail is that of the tables", () => {
  expect(studentTail(2.228, 10)).toBeCloseTo(0.025, 4);
  expect(studentTail(1.96, 1e6)).toBeCloseTo(0.025, 4);
  expect(studentTail(0, 5)).toBeCloseTo(0.5, 10);
  expect(studentTail(12.706, 1)).toBeCloseTo(0.025, 4);
});
