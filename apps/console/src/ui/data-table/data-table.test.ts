import { describe, expect, test } from "vitest";
import { nextSort, sortDirection } from "./column.ts";
import { readChoice } from "./use-columns.ts";
import { withChanges } from "./use-list-state.ts";
import { targetRow } from "./use-row-keys.ts";

describe("sorting", () => {
  test("a first click reads numbers largest first, a second the other way round", () => {
    const column = { sort: "people" };
    expect(nextSort("-lastSeen", column)).toBe("-people");
    expect(nextSort("-people", column)).toBe("people");
    expect(nextSort("people", column)).toBe("-people");
  });

  test("names are read from A to Z first", () => {
    expect(nextSort(undefined, { sort: "name", ascendingFirst: true })).toBe("name");
  });

  test("the heading says how the rows are sorted", () => {
    expect([
      sortDirection("-people", "people"),
      sortDirection("people", "people"),
      sortDirection("name", "people"),
      sortDirection("name", undefined),
    ]).toEqual(["descending", "ascending", "none", "none"]);
  });
});

test("parameters that became empty leave the address, others stay", () => {
  expect(withChanges({ search: "ma", known: "true" }, { search: "", sort: "-name" })).toEqual({ known: "true", sort: "-name" });
});

describe("the keyboard", () => {
  test("moves by one, to the ends, and never out of the rows", () => {
    expect(targetRow("ArrowDown", 3, 10)).toBe(4);
    expect(targetRow("ArrowDown", 9, 10)).toBe(9);
    expect(targetRow("ArrowUp", 0, 10)).toBe(0);
    expect(targetRow("End", 0, 10)).toBe(9);
    expect(targetRow("Home", 7, 10)).toBe(0);
  });

  test("leaves other keys alone", () => {
    expect(targetRow("a", 3, 10)).toBeNull();
  });
});

test("a remembered choice of columns that cannot be read counts as none", () => {
  expect(readChoice(null)).toEqual({});
  expect(readChoice("not json")).toEqual({});
  expect(readChoice('"text"')).toEqual({});
  expect(readChoice('{"phone":true,"name":"yes"}')).toEqual({ phone: true });
});
