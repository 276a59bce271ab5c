import { expect, test } from "vitest";
import { trendInterval } from "./trend-interval.ts";

test("a trend has neither too few points nor too many", () => {
  expect([1, 28, 45].map(trendInterval)).toEqual(["day", "day", "day"]);
  expect([46, 90, 200].map(trendInterval)).toEqual(["week", "week", "week"]);
  expect([201, 365].map(trendInterval)).toEqual(["month", "month"]);
});
