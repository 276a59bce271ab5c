import { expect, test } from "vitest";
import { keptTarget, shownTarget, toDuration } from "./target-units.ts";

test("seconds are said in the largest unit that is exact", () => {
  expect(toDuration(432_000)).toEqual({ value: 5, unit: "day" });
  expect(toDuration(1_800)).toEqual({ value: 30, unit: "minute" });
  expect(toDuration(90)).toEqual({ value: 90, unit: "second" });
});

test("shares are written as per cent and kept as shares; other targets are as they are", () => {
  expect(shownTarget("completion", 0.6)).toBe(60);
  expect(keptTarget("completion", 60)).toBe(0.6);
  expect(shownTarget("contacts", 0.2)).toBe(0.2);
  expect(keptTarget("contacts", 0.2)).toBe(0.2);
});
