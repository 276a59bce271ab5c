import type { ImportMapping } from "@throughline/contract";
import { expect, test } from "vitest";
import { isTargetOf, missingOf, problemsOf, remap } from "./targets.ts";

const mapping = (...targets: (string | null)[]): ImportMapping => targets.map((target, i) => ({ column: `c${i}`, target, type: "auto" }));

test("names behind a dot are free, the dot alone is not enough", () => {
  expect(isTargetOf("events", "properties.plan")).toBe(true);
  expect(isTargetOf("events", "properties.")).toBe(false);
  expect(isTargetOf("people", "properties.plan")).toBe(false);
});

test("says what an import still needs", () => {
  expect(missingOf("events", mapping("event", null))).toEqual(["userId or anonymousId", "timestamp"]);
  expect(missingOf("people", mapping("email"))).toEqual([]);
});

test("a file of another kind keeps what fits and turns the rest into traits, never two into one", () => {
  expect(remap("people", mapping("userId", "event", "properties.plan", "traits.plan")).map(({ target }) => target)).toEqual([
    "userId",
    "traits.c1",
    null,
    "traits.plan",
  ]);
});

test("a target that is taken, or none at all, is named at its column", () => {
  const problems = problemsOf("accounts", mapping("groupId", "groupId", "event", null));
  expect([...problems.keys()]).toEqual(["c1", "c2"]);
  expect(problems.get("c1")).toBe("“c0” becomes this already.");
});
