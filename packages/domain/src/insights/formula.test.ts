import { expect, test } from "vitest";
import { parseFormula } from "./formula.ts";

const evaluate = (text: string, ...values: (number | null)[]) => {
  const parsed = parseFormula(text, values.length);
  if ("issue" in parsed) throw new Error(parsed.issue.message);
  return parsed.formula.evaluate(values);
};

test.each<[string, (number | null)[], number | null]>([
  ["A / B", [3, 4], 0.75],
  ["A/B*100", [3, 4], 75],
  ["A - B - C", [10, 3, 2], 5],
  ["A / B / C", [12, 3, 2], 2],
  ["A + B * C", [1, 2, 3], 7],
  ["(A + B) / C * 100", [1, 2, 4], 75],
  ["-A + 2.5", [1], 1.5],
  ["--a", [1], 1],
  ["2 * (b - .5)", [0, 1], 1],
  [" A ", [7], 7],
])("%s of %j is %s", (text, values, expected) => expect(evaluate(text, ...values)).toBe(expected));

test("division by zero is null, and so is what is computed from it", () => {
  expect(evaluate("A / B", 1, 0)).toBeNull();
  expect(evaluate("0 * (A / B) + 1", 0, 0)).toBeNull();
});
test("a missing value makes the result null", () => expect(evaluate("A + B", 1, null)).toBeNull());
test("what is not finite is null", () => expect(evaluate("A * A", 1e200)).toBeNull());
test("tells which series it needs", () => expect(parseFormula("C / A + C", 3)).toMatchObject({ formula: { series: [0, 2] } }));

test.each([
  ["", 1, "ends where a number, a series or a parenthesis is expected", 0],
  ["A +", 1, "ends where a number, a series or a parenthesis is expected", 3],
  ["A + C", 2, "there is no series C", 4],
  ["Z", 2, "there is no series Z", 0],
  ["A B", 2, '"B" stands where an operator is expected', 2],
  ["(A", 1, "lacks a closing parenthesis", 2],
  ["A ) B", 2, '")" stands where an operator is expected', 2],
  ["A $ B", 2, '"$" is not part of a formula', 2],
  ["A * / B", 2, '"/" stands where a number, a series or a parenthesis is expected', 4],
])("%j about %i series cannot be read", (text, count, message, position) =>
  expect(parseFormula(text, count)).toEqual({ issue: { message, position } }),
);
test("depth is bounded", () => expect(parseFormula(`${"(".repeat(100)}A${")".repeat(100)}`, 1)).toHaveProperty("issue"));
