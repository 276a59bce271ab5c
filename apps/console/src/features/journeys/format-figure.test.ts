import { describe, expect, test } from "vitest";
import { clearlyDiffer, describeShare, formatBounds, formatFigure, formatRate, formatSpan } from "./format-figure.ts";

describe("a length of time", () => {
  test.each([
    [0, "0 s"],
    [48.4, "48 s"],
    [1080, "18 min"],
    [150, "2.5 min"],
    [3600, "60 min"],
    [5400, "1.5 h"],
    [33_120, "9.2 h"],
    [172_800, "2 d"],
    [181_440, "2.1 d"],
    [950_400, "11 d"],
  ])("%s seconds are “%s”", (seconds, text) => expect(formatSpan(seconds)).toBe(text));
});

describe("a rate", () => {
  test("has one decimal, and none where it is nought", () => {
    expect(formatRate(0.418)).toBe("41.8 %");
    expect(formatRate(0.5)).toBe("50 %");
  });
  test("that is almost nothing or almost all does not look like it", () => {
    expect(formatRate(0.0004)).toBe("< 0.1 %");
    expect(formatRate(0.9996)).toBe("> 99.9 %");
    expect(formatRate(0)).toBe("0 %");
    expect(formatRate(1)).toBe("100 %");
  });
});

test("an interval says its unit once when both ends have the same", () => {
  expect(formatBounds({ low: 0.396, high: 0.441 }, "share")).toBe("39.6–44.1");
  expect(formatBounds({ low: 3 * 86_400, high: 4.5 * 86_400 }, "seconds")).toBe("3–4.5 d");
  expect(formatBounds({ low: 7_200, high: 3 * 86_400 }, "seconds")).toBe("2 h–3 d");
  expect(formatBounds({ low: 2.4, high: 3 }, "perInstance")).toBe("2.4–3.0");
  expect(formatBounds({ low: null, high: null }, "share")).toBeNull();
});

test("a mean keeps its decimal; one below 1 keeps two; large money has none", () => {
  expect(formatFigure(2.68, "perInstance")).toBe("2.7");
  expect(formatFigure(0.34, "perInstance")).toBe("0.34");
  expect(formatFigure(0, "money")).toBe("0");
  expect(formatFigure(0.04, "perInstance")).toBe("0.04");
  expect(formatFigure(12_480.4, "money")).toBe("12,480");
});

test("a share in words has its interval and n, or says that there is nobody", () => {
  expect(describeShare({ rate: 0.18, low: 0.161, high: 0.204, n: 1240 })).toBe("18 % (16.1–20.4, n 1,240)");
  expect(describeShare({ rate: null, low: null, high: null, n: 0 })).toBe("nobody yet");
});

test("estimates differ clearly only when their intervals do not meet", () => {
  expect(clearlyDiffer({ low: 1, high: 2 }, { low: 2.1, high: 3 })).toBe(true);
  expect(clearlyDiffer({ low: 1, high: 2 }, { low: 2, high: 3 })).toBe(false);
  expect(clearlyDiffer({ low: 1, high: 2 }, { low: null, high: null })).toBe(false);
});
