import { expect, test } from "vitest";
import { formatPoints, scaleOf, verdictOf } from "./lift-words.ts";

const lift = { absolute: 0.05, low: 0.01, high: 0.09, relative: 0.2, decided: "better", pValue: 0.01 } as const;

test("a lift is told in points, with its interval, and as better or worse only when that is decided", () => {
  expect(verdictOf({ lift })).toEqual({ text: "better: +1.0 to +9.0", tone: "good" });
  expect(verdictOf({ lift: { ...lift, decided: "open", low: -0.02 } })).toEqual({ text: "not told from chance: −2.0 to +9.0" });
  expect(verdictOf({ lift: { ...lift, decided: "worse" } })).toMatchObject({ tone: "bleed" });
  expect(verdictOf({ lift: { ...lift, absolute: null } })).toEqual({ text: "nobody to compare yet" });
  expect(formatPoints(0)).toBe("0.0");
});

test("the scale holds every interval, with nothing in its middle", () => {
  const { place, most } = scaleOf([-0.03, 0.12]);
  expect(most).toBe(0.2);
  expect(place(0)).toBe(0.5);
  expect(place(0.2)).toBe(1);
  expect(place(-5)).toBe(0);
  expect(scaleOf([]).most).toBe(0.01);
});
