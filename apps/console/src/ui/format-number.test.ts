import { expect, test } from "vitest";
import { formatBytes, formatChange, formatShare, plural } from "./format-number.ts";

test("bytes take the unit that reads best", () => {
  expect([0, 999, 1000, 1_400_000, 250_000_000].map(formatBytes)).toEqual(["0 B", "999 B", "1.0 kB", "1.4 MB", "250 MB"]);
});

test("a share keeps a decimal only while it is small, and never rounds something to nothing", () => {
  expect([0, 0.0004, 0.076, 0.418, 1].map(formatShare)).toEqual(["0.0 %", "< 0.1 %", "7.6 %", "42 %", "100 %"]);
});

test("a share that is not quite all is not rounded to all", () => {
  expect([0.994, 0.9983, 0.99996].map(formatShare)).toEqual(["99 %", "99.8 %", "> 99.9 %"]);
});

test("a change from nothing is new, not infinite", () => {
  expect(formatChange(5, 0)).toBe("new");
  expect(formatChange(0, 0)).toBeNull();
});

test("a change says its direction", () => {
  expect([formatChange(112, 100), formatChange(98.6, 100), formatChange(7, 7)]).toEqual(["▲ 12 %", "▼ 1.4 %", "no change"]);
});

test("one is not many", () => {
  expect([plural(1, "person", "people"), plural(1200, "person", "people"), plural(0, "event")]).toEqual([
    "1 person",
    "1,200 people",
    "0 events",
  ]);
});
