import { expect, test } from "vitest";
import { createRandom } from "./random.ts";

const draws = (key: string): number[] => {
  const random = createRandom(key);
  return Array.from({ length: 20_000 }, () => random.next());
};

test("the same key draws the same numbers, another key others", () => {
  expect(draws("a")).toEqual(draws("a"));
  const other = draws("b");
  expect(draws("a").filter((value, index) => value === other[index]).length).toBeLessThan(5);
});

test("a fork depends on the label, not on what was drawn before", () => {
  const fresh = createRandom("a");
  const used = createRandom("a");
  for (let i = 0; i < 10; i++) used.next();
  expect(used.fork("x").next()).toBe(fresh.fork("x").next());
  expect(used.fork("y").next()).not.toBe(fresh.fork("x").next());
});

test("draws are uniform, normal and Poisson as asked", () => {
  const random = createRandom("shape");
  const n = 20_000;
  const mean = (draw: () => number): number => Array.from({ length: n }, draw).reduce((sum, value) => sum + value, 0) / n;
  expect(mean(() => random.next())).toBeCloseTo(0.5, 1);
  expect(mean(() => random.normal(3, 2))).toBeCloseTo(3, 1);
  expect(mean(() => random.normal(0, 2) ** 2)).toBeCloseTo(4, 0);
  expect(mean(() => random.poisson(1.7))).toBeCloseTo(1.7, 1);
  expect(mean(() => random.exponential(0.5))).toBeCloseTo(0.5, 1);
  expect(mean(() => random.int(1, 3))).toBeCloseTo(2, 1);
  expect(
    mean(() =>
      random.weighted([
        ["a", 3],
        ["b", 1],
      ]) === "a"
        ? 1
        : 0,
    ),
  ).toBeCloseTo(0.75, 1);
});
