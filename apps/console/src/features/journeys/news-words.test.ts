import { expect, test } from "vitest";
import { describeFalseAlarms, describeSegment, newsCell } from "./news-words.ts";

test.each([
  ["arrived:verify", { status: "entered", stage: "verify" }],
  ["dropped:verify", { status: "dropped", stage: "verify" }],
  ["completed", { status: "completed" }],
  ["failed:cancelled", { status: "failed", failure: "cancelled" }],
  ["seam:actor:bot>human", { seam: "actor:bot>human", crossing: "crossed" }],
])("the people behind %s can be opened", (figure, cell) => expect(newsCell(figure)).toEqual(cell));

test("a figure that the map does not have opens nobody", () => {
  expect(newsCell("dwell:verify")).toBeNull();
  expect(newsCell("repeatContact")).toBeNull();
});

test("the segment behind a change is said with its share of it, and of the figure before", () => {
  const segment = { property: "person.plan", value: "trial", observed: 9, expected: 3, explains: 0.84, baselineShare: 0.41 };
  expect(describeSegment({ segment })).toBe("84 % of the change: plan is trial (41 % of the figure before).");
  expect(describeSegment({ segment: null })).toBeNull();
});

test("the rate of false alarms is said as looks", () => {
  expect(describeFalseAlarms(0.05)).toBe("One look in 20 shows something although nothing changed.");
  expect(describeFalseAlarms(0)).toBe("A look never shows anything by chance.");
});
