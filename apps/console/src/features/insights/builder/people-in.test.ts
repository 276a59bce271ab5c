import type { PeopleInPredicate } from "@throughline/contract";
import { expect, test } from "vitest";
import { hundredths, peopleInForm, peopleInOf } from "./people-in.ts";

const counts = [undefined, { gte: 3 }, { gte: 0 }, { lte: 2 }, { lte: 0 }, { eq: 1 }, { eq: 0 }, { gte: 1, lte: 3 }] as const;
const shares = [undefined, { gte: 0.57 }, { gte: 1 / 3 }, { lte: 1 }, { gte: 0.1, lte: 0.3 }, { gte: 0 }] as const;
const all = counts.flatMap((count) =>
  shares.flatMap((share): PeopleInPredicate[] =>
    count || share ? [{ peopleIn: "keen", ...(count ? { count } : {}), ...(share ? { share } : {}) }] : [],
  ),
);

test.each(all)("the form says again what it was given: %j", (value) =>
  expect(peopleInOf(value.peopleIn, peopleInForm(value))).toEqual(value),
);

test("without a number or a share it is at least one", () =>
  expect(peopleInForm({ peopleIn: "keen" })).toEqual({ count: { way: "gte", amount: 1, most: 1 }, share: null }));

test("no share is more than all, no range ends before it begins, and hundredths have no dust", () => {
  const share = { way: "gte", amount: 2.5, most: 0 } as const;
  expect(peopleInOf("keen", { count: null, share })).toEqual({ peopleIn: "keen", share: { gte: 1 } });
  expect(peopleInOf("keen", { count: null, share: { way: "between", amount: 0.5, most: 0.2 } }).share).toEqual({ gte: 0.5, lte: 0.5 });
  expect(hundredths(0.57)).toBe(57);
});
