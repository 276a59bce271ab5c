import { expect, test } from "vitest";
import { describePulse } from "./describe-pulse.ts";

const today = (interactions: number, before: number, newPeople = 3, newBefore = 3) =>
  describePulse({
    today: { interactions, people: 12, newPeople, yesterdaySameTime: { interactions: before, people: 10, newPeople: newBefore } },
  });

test("more and fewer than yesterday at this time are told in percent", () => {
  expect(today(120, 100)).toBe("12 people made 120 interactions today, 20 % more than yesterday at this time. 3 are new.");
  expect(today(80, 100)).toContain("20 % fewer");
});

test("a difference that means nothing is not dressed up", () => {
  expect(today(101, 100)).toContain("about as many as yesterday");
});

test("new people are compared only when their number changed", () => {
  expect(today(120, 100, 1, 4)).toContain("1 is new (4 by then yesterday).");
  expect(today(120, 100, 0, 0)).toContain("Nobody is new.");
});

test("silence today is told against what yesterday was", () => {
  expect(today(0, 100)).toBe("Nothing has happened today; yesterday at this time it was 100 interactions.");
  expect(today(0, 0)).toBe("Nothing has happened today or yesterday up to this time.");
  expect(today(5, 0)).toContain("yesterday at this time nothing had happened");
});
