import { querySchema, type Predicate } from "@throughline/contract";
import { expect, test } from "vitest";
import type { ExplorerQuery } from "../insights/index.ts";
import { isFiltered, readFilters, withFilters } from "./with-filters.ts";

const plan: Predicate = { property: "person.plan", op: "eq", value: "pro" };
const country: Predicate = { property: "person.country", op: "eq", value: "DE" };
const query = querySchema.parse({ kind: "lifecycle", range: { last: { value: 7, unit: "day" } }, event: null }) as ExplorerQuery;
const range = { last: { value: 90, unit: "day" as const } };

test("a range stands in place of the tile's own, a condition besides it", () => {
  expect(withFilters(query, {})).toEqual(query);
  expect(withFilters(query, { range })).toEqual({ ...query, range });
  expect(withFilters(query, { where: plan }).where).toEqual(plan);
  expect(withFilters({ ...query, where: country }, { where: plan }).where).toEqual({ all: [plan, country] });
});

test("filters of an address are read, be they text or read already, and nonsense is none", () => {
  expect(readFilters(JSON.stringify({ range, where: plan }))).toEqual({ range, where: plan });
  expect(readFilters({ range })).toEqual({ range });
  for (const nonsense of ["{", '{"range":7}', 7, undefined, null]) expect(readFilters(nonsense)).toBeNull();
  expect([isFiltered({}), isFiltered({ range })]).toEqual([false, true]);
});
