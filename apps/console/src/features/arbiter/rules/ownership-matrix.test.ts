import { defaultArbiterRules, owners } from "@throughline/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { classesOf, matrixOf, type OwnershipRow } from "./ownership-matrix.ts";

const classes = defaultArbiterRules.ownership.classes;

test("the defaults are a row for enterprise and one for all others", () => {
  expect(matrixOf(classes)).toEqual([
    { tier: "enterprise", owners: { low: "automation", medium: "approval", high: "person" } },
    { tier: null, owners: { low: "automation", medium: "automation", high: "approval" } },
  ]);
});

test("written anew, the classes of the defaults mean the same", () =>
  expect(matrixOf(classesOf(matrixOf(classes)))).toEqual(matrixOf(classes)));

test("what is automation's anyway needs no class", () => {
  expect(classesOf(matrixOf([]))).toEqual([]);
});

test("a tier may be laxer than the others; who has accounts of both has the stricter one", () => {
  const rows: OwnershipRow[] = [
    { tier: "trial", owners: { low: "automation", medium: "automation", high: "automation" } },
    { tier: "team", owners: { low: "automation", medium: "automation", high: "approval" } },
    { tier: null, owners: { low: "automation", medium: "automation", high: "approval" } },
  ];
  const high = classesOf(rows).filter(({ stakes }) => stakes.includes("high"));
  expect(high[0]).toEqual({ stakes: ["high"], tiers: ["team"], owner: "approval" });
  expect(matrixOf(classesOf(rows), ["trial", "team"])).toEqual(rows);
});

const owner = fc.constantFrom(...owners);
const cells = fc.record({ low: owner, medium: owner, high: owner });

test("whatever table is drawn, its classes give the same table", () => {
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 4 }), cells, (tiers, others) => {
      const rows: OwnershipRow[] = [...tiers.map((one, index) => ({ tier: `t${index}`, owners: one })), { tier: null, owners: others }];
      expect(
        matrixOf(
          classesOf(rows),
          rows.map(({ tier }) => tier),
        ),
      ).toEqual(rows);
    }),
  );
});
