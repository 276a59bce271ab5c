import { expect, test } from "vitest";
import { parseJsonObject } from "./parse-json-object.ts";

test("takes an object", () => expect(parseJsonObject('{ "a": [1] }')).toEqual({ value: { a: [1] } }));
test("takes nothing for an empty object", () => expect(parseJsonObject("  ")).toEqual({ value: {} }));
test("says what is wrong with an array, and with what is not JSON", () => {
  expect(parseJsonObject("[1]")).toEqual({ problem: expect.stringContaining("An object is needed") });
  expect(parseJsonObject("{ a: 1 }")).toEqual({ problem: expect.stringContaining("Not JSON yet") });
});
