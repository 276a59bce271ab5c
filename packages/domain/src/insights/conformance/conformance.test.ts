import { querySchema } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { referenceAnswer, type ReferenceQuery } from "../reference/index.ts";
import { conformanceCases, historyOf } from "./index.ts";

describe("the reference answers", () => {
  test.each(conformanceCases.map((one) => [one.query.kind, one.name, one] as const))("%s: %s", (_kind, _name, one) => {
    const query = querySchema.parse(one.query) as ReferenceQuery;
    expect(referenceAnswer(query, historyOf(one), one), one.why).toMatchObject(closely(one.expected) as object);
  });
});

/** Numbers that are not integers are compared to nine digits. */
function closely(expected: unknown): unknown {
  if (typeof expected === "number" && !Number.isInteger(expected)) return expect.closeTo(expected, 9);
  if (Array.isArray(expected)) return expected.map(closely);
  if (typeof expected !== "object" || expected === null) return expected;
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, closely(value)]));
}
