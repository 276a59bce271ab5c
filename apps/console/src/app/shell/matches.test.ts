import { expect, test } from "vitest";
import { matches } from "./matches.ts";

test("each word of the query begins some word, in any order", () => {
  expect(matches("deb li", "Live debugger events")).toBe(true);
  expect(matches("bugger", "Live debugger events")).toBe(false);
  expect(matches("", "Home")).toBe(true);
});
