import { expect, test } from "vitest";
import { dayTicks, spanPlace, spanTicks } from "./trend-ticks.ts";

test("of many days about five are named, of few each", () => {
  const days = Array.from({ length: 28 }, (_, index) => `${index + 1} Nov`);
  expect(dayTicks(days).map(({ label }) => label)).toEqual(["1 Nov", "7 Nov", "13 Nov", "19 Nov", "25 Nov"]);
  expect(dayTicks(days.slice(0, 3)).map(({ at }) => at)).toEqual([0, 1, 2]);
  expect(dayTicks([])).toEqual([]);
});

test("minutes and weeks stand on one axis, the longer always further right", () => {
  const places = spanTicks(0, 8 * 86_400);
  expect(places.map(({ label }) => label)).toEqual(["1 min", "10 min", "60 min", "6 h", "24 h", "7 d"]);
  expect(places.map(({ at }) => at)).toEqual(places.map(({ at }) => at).toSorted((a, b) => a - b));
  expect(spanPlace(0)).toBe(0);
});

test("what lies outside is not named", () => expect(spanTicks(7_200, 80_000).map(({ label }) => label)).toEqual(["6 h"]));
