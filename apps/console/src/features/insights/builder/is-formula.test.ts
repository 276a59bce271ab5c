import { expect, test } from "vitest";
import { isFormula } from "./is-formula.ts";

test("letters of the series, numbers and brackets that close are a formula", () => {
  for (const text of ["A / B", "(A + B) / 2 * 100", "-A", "A-B", "1.5*A"]) expect([text, isFormula(text, 2)]).toEqual([text, true]);
});

test("what the server would refuse is none", () => {
  for (const text of ["", "A /", "(A", "A B", "C", "A ** B", "A; B", "x", "sum(A)"])
    expect([text, isFormula(text, 2)]).toEqual([text, false]);
});
