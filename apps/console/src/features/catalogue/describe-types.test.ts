import { expect, test } from "vitest";
import { describeConflict, strayTypes, typeShares } from "./describe-types.ts";

test("shares are of all values, the most frequent type first", () => {
  expect(
    typeShares({
      types: [
        { type: "string", count: 1 },
        { type: "number", count: 3 },
      ],
    }).map(({ type, share }) => [type, share]),
  ).toEqual([
    ["number", 0.75],
    ["string", 0.25],
  ]);
});

test("a conflict says what is usual, how often it is something else, and what to do", () => {
  expect(
    describeConflict({
      conflict: true,
      types: [
        { type: "number", count: 9120 },
        { type: "string", count: 291 },
      ],
    }),
  ).toBe(
    "Mostly a number, but text 291 times (3.1 %). A filter or a sum takes one type and passes over the rest: send a number everywhere.",
  );
});

test("missing values and dates beside text are no strays", () => {
  expect(
    strayTypes({
      conflict: true,
      types: [
        { type: "string", count: 9 },
        { type: "date", count: 5 },
        { type: "null", count: 3 },
        { type: "object", count: 1 },
      ],
    }),
  ).toEqual(["object"]);
});
