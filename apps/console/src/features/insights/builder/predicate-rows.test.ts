import type { Predicate } from "@throughline/contract";
import { expect, test } from "vitest";
import { fromRows, placesOf, toRows } from "./predicate-rows.ts";

const growth: Predicate = { property: "person.plan", op: "eq", value: "growth" };
const active: Predicate = { did: "Report Created" };

test("a predicate comes back from its rows as it was", () => {
  for (const predicate of [
    growth,
    { any: [growth, active] },
    { all: [growth, { any: [growth, active] }] },
    { not: { any: [growth] } },
    { not: { any: [growth, active] } },
    { not: growth },
  ] as Predicate[]) {
    const { rows, join } = toRows(predicate);
    expect(fromRows(rows, join)).toEqual(predicate);
  }
});

test("what is not finished yet does not narrow", () => {
  expect(fromRows([{ id: 1, property: "event.plan" }], "all")).toBeUndefined();
  expect(fromRows([{ id: 1, property: "event.plan" }], "none")).toBeUndefined();
  expect(
    fromRows(
      [
        { id: 1, node: growth },
        { id: 2, node: { any: [] } },
        { id: 3, node: { not: { any: [] } } },
      ],
      "all",
    ),
  ).toEqual(growth);
});

test("each condition knows where it stands, as the server names fields", () => {
  const rows = [
    { id: 1, node: growth },
    { id: 2, property: "event.plan" },
    { id: 3, node: active },
  ];
  expect([...placesOf(rows, "all", "predicate")]).toEqual([
    [1, "predicate.all[0]"],
    [3, "predicate.all[1]"],
  ]);
  expect(placesOf([{ id: 1, node: growth }], "all", "predicate").get(1)).toBe("predicate");
  expect(placesOf([{ id: 1, node: growth }], "none", "predicate").get(1)).toBe("predicate.not.any[0]");
  expect(placesOf([{ id: 1, node: growth }], "any", "predicate.all[2]", true).get(1)).toBe("predicate.all[2].any[0]");
});
