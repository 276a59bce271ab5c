import type { CountCondition } from "@throughline/contract";
import { expect, test } from "vitest";
import { countOf, wayOf } from "./did-count.ts";

test("every way to count comes back from its form as it was", () => {
  const counts: CountCondition[] = [{ gte: 3 }, { lte: 2 }, { eq: 5 }, { eq: 0 }, { gte: 2, lte: 6 }];
  for (const count of counts) {
    const { way, amount, most } = wayOf(count);
    expect(countOf(way, amount, most)).toEqual(count);
  }
});

test("without a count it is at least once", () => expect(wayOf(undefined)).toEqual({ way: "gte", amount: 1, most: 1 }));

test("a range never ends before it begins", () => expect(countOf("between", 4, 2)).toEqual({ gte: 4, lte: 4 }));
