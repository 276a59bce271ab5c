import { expect, test } from "vitest";
import { narrowRows } from "./narrow-rows.ts";
import type { ListState } from "./use-list-state.ts";
import type { Rows } from "./use-rows.ts";

type Row = { name: string; count: number };
const list: Rows<Row> = {
  rows: [
    { name: "Website 10", count: 3 },
    { name: "website 2", count: 30 },
    { name: "Backend", count: 7 },
  ],
  firstPage: undefined,
  isPending: false,
  isStale: false,
  error: null,
  retry: () => undefined,
  hasMore: false,
  isLoadingMore: false,
  moreError: null,
  loadMore: () => undefined,
};
const state = (search: string, sort?: string): ListState => ({
  search,
  sort,
  filter: () => undefined,
  set: () => undefined,
  narrowed: search !== "",
  clear: () => undefined,
});
const narrowing = { text: ({ name }: Row) => name, values: { name: ({ name }: Row) => name, count: ({ count }: Row) => count } };
const names = (rows: Rows<Row>) => rows.rows.map(({ name }) => name);

test("finds rows that hold every word of the search, whatever their case", () => {
  expect(names(narrowRows(list, state("SITE 2"), narrowing))).toEqual(["website 2"]);
});

test("sorts numbers inside names as numbers, without regard to case", () => {
  expect(names(narrowRows(list, state("", "name"), narrowing))).toEqual(["Backend", "website 2", "Website 10"]);
});

test("a sign before the sort order turns it round", () => {
  expect(names(narrowRows(list, state("", "-count"), narrowing))).toEqual(["website 2", "Backend", "Website 10"]);
});

test("leaves out what the filters do not keep", () => {
  expect(names(narrowRows(list, state(""), { ...narrowing, keep: ({ count }) => count > 5 }))).toEqual(["website 2", "Backend"]);
});

test("an unknown sort order leaves the order of the server", () => {
  expect(names(narrowRows(list, state("", "-nonsense"), narrowing))).toEqual(["Website 10", "website 2", "Backend"]);
});
