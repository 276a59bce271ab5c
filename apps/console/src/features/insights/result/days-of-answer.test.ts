import { expect, test } from "vitest";
import { daysOfAnswer } from "./days-of-answer.ts";

test("an answer over whole days is about those days, whatever the clocks did between", () => {
  const answer = { from: "2026-10-01T00:00:00+02:00", to: "2026-11-01T00:00:00+01:00", timezone: "Europe/Berlin" };
  expect(daysOfAnswer(answer)).toEqual({ from: "2026-10-01", to: "2026-10-31" });
});

test("an answer that ends within a day is about that day too, as the workspace counts days", () => {
  const answer = { from: "2026-11-21T22:30:00-05:00", to: "2026-11-22T00:00:00.001-05:00", timezone: "America/New_York" };
  expect(daysOfAnswer(answer)).toEqual({ from: "2026-11-21", to: "2026-11-22" });
});
