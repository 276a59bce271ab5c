import { expect, test } from "vitest";
import { changedParts } from "./changed-parts.ts";

const before = { name: "Acme", timezone: "UTC", limits: [1, 2], token: "secret" };
const parts = ["name", "timezone", "limits"] as const;

test("only what became another is told, as it was and as it is", () =>
  expect(changedParts(before, { name: "Acme Ltd", timezone: "UTC", limits: [1, 2] }, parts)).toEqual({
    before: { name: "Acme" },
    after: { name: "Acme Ltd" },
  }));

test("a part set to nothing has changed; one that was not given has not", () =>
  expect(changedParts(before, { name: undefined, limits: null }, parts)).toEqual({ before: { limits: [1, 2] }, after: { limits: null } }));

test("parts that are not named are never told", () =>
  expect(changedParts<string>(before, { token: "other" }, parts)).toEqual({ before: {}, after: {} }));
