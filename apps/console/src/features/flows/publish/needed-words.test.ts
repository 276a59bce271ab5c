import { expect, test } from "vitest";
import { neededWords } from "./needed-words.ts";

const needed = { people: 3100, baseRate: 0.32, minimalLift: 0.05, perDay: 40, days: 77.5 };

test("it is told how many people are needed, and how long they take to come", () => {
  expect(neededWords(needed)).toBe(
    "To see a lift of 5 points from 32 % in four of five cases, about 3,100 people are needed on both sides together: 78 days at 40 a day.",
  );
  expect(neededWords({ ...needed, perDay: null, days: null })).toContain("together.");
});

test("without a base rate nothing is made up", () => {
  expect(neededWords({ ...needed, baseRate: null })).toContain("not known yet");
});
