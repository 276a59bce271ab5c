import fc from "fast-check";
import { expect, test } from "vitest";
import { exampleOf, propertyNames, typeOf } from "./observe.ts";

test.each([
  ["null", null],
  ["null", undefined],
  ["number", 0],
  ["number", -1.5],
  ["boolean", false],
  ["string", ""],
  ["string", "5"],
  ["array", []],
  ["object", {}],
  ["date", "2026-03-01"],
  ["date", "2026-03-01T10:00"],
  ["date", "2026-03-01T10:00:00.123Z"],
  ["date", "2026-03-01T10:00:00+01:00"],
  ["string", "2026-03-01 is a day"],
  ["string", "2026"],
  ["string", "20260301"],
])("%s is the type of %j", (type, value) => {
  expect(typeOf(value)).toBe(type);
});

test("an example is short, and text that can be stored", () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: false, withDate: false }).filter((value) => isJson(value)),
      (value) => {
        const example = exampleOf(value);
        expect(example.length).toBeLessThanOrEqual(100);
        expect(example.isWellFormed()).toBe(true);
      },
    ),
  );
  expect(exampleOf({ a: [1, "x"] })).toBe('{"a":[1,"x"]}');
  expect(exampleOf("😀".repeat(100)).isWellFormed()).toBe(true);
});

test("at most two hundred names of one event are looked at", () => {
  expect(propertyNames(Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`p${n}`, n])))).toHaveLength(200);
});

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}
