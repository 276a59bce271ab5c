import { expect, test } from "vitest";
import { targetStep } from "./use-row-focus.ts";

// A heading, two rows, a heading, a row.
const isStop = (index: number) => index !== 0 && index !== 3;

test("arrows, j and k go to the next row and pass over headings", () => {
  expect(targetStep("ArrowDown", 1, 5, isStop)).toBe(2);
  expect(targetStep("j", 2, 5, isStop)).toBe(4);
  expect(targetStep("k", 4, 5, isStop)).toBe(2);
});

test("Home and End go to the first and last row", () => {
  expect(targetStep("Home", 4, 5, isStop)).toBe(1);
  expect(targetStep("End", 1, 5, isStop)).toBe(4);
});

test("the ends of the list and other keys move nothing", () => {
  expect(targetStep("ArrowUp", 1, 5, isStop)).toBeNull();
  expect(targetStep("ArrowDown", 4, 5, isStop)).toBeNull();
  expect(targetStep("x", 1, 5, isStop)).toBeNull();
});
