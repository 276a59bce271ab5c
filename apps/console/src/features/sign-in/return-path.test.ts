import { expect, test } from "vitest";
import { returnPath } from "./return-path.ts";

test("a path of this console is returned to, with its search", () => {
  expect(returnPath("/people/p_1?tab=identity")).toBe("/people/p_1?tab=identity");
});

test.each([
  "https://evil.example",
  "//evil.example",
  "/\\evil.example",
  "javascript:alert(1)",
  "people",
  "",
  undefined,
  7,
  "/sign-in?return=/x",
])("%s is not", (asked) => {
  expect(returnPath(asked)).toBe("/");
});
