import type { Predicate } from "@throughline/contract";
import { expect, test } from "vitest";
import { fromRows, toRows } from "./predicate-rows.ts";

const growth: Predicate = { property: "person.plan", op: "eq", value: "growth" };
const active: Predicate = { did: "Report Created" };

test("a predicate comes back from its rows as it was", () => {
  for (const predicate of [growth, { any: [growth, active] }, { all: [growth, { any: [growth, active] }] }] as Predicate[]) {
    const { rows, join } = toRows(predicate);
    expect(fromRows(rows, join)).toEqual(predicate);
  }
});

test("what is not finished yet does not narrow", () => {
  expect(fromRows([{ id: 1, property: "event.plan" }], "all")).toBeUndefined();
  expect(
    fromRows(
      [
        { id: 1, node: growth },
        { id: 2, node: { any: [] } },
      ],
      "all",
    ),
  ).toEqual(growth);
});
