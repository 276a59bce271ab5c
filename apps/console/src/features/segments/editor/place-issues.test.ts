import { expect, test } from "vitest";
import { placeIssues } from "./place-issues.ts";

test("what is refused stands at its condition, and what is about the whole beside the whole", () => {
  const whole = { field: "predicate", message: "A segment cannot depend on itself: a → a." };
  const part = { field: "predicate.all[1].value", message: "has a pattern that cannot be read" };
  const unknown = { field: "segment", message: "There is no segment “x”." };
  const group = { all: [{ segment: "a" }, { consent: "ads" }] };
  expect(placeIssues([whole, part, unknown], group)).toEqual({ placed: [part], others: [whole, unknown] });
  expect(placeIssues([whole], { segment: "a" })).toEqual({ placed: [whole], others: [] });
  expect(placeIssues([{ field: "name", message: "is too long" }], group)).toEqual({ placed: [], others: [] });
});
