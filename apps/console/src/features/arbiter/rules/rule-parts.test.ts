import { defaultArbiterRules as defaults } from "@throughline/contract";
import { expect, test } from "vitest";
import { differingParts, onTopOf, partOfField, rulePartNames, sayPart, withPart } from "./rule-parts.ts";

const quieter = { ...defaults, quietHours: null };
const rarer = { ...defaults, gap: { within: { value: 1, unit: "day" as const }, purposes: [...(defaults.gap?.purposes ?? [])] } };

test("what was changed is told by its part, and the order of fields is no change", () => {
  expect(differingParts(defaults, { ...quieter, longestWait: { unit: "day", value: 7 } })).toEqual(["quietHours"]);
  expect(differingParts(defaults, { ...defaults, nothing: 2, keepDays: 90 })).toEqual(["worth", "keep"]);
});

test("classes of ownership that are written otherwise and mean the same are the same", () => {
  const [first, ...others] = defaults.ownership.classes;
  const written = { ...defaults, ownership: { ...defaults.ownership, classes: first ? [...others.toReversed(), first].toReversed() : [] } };
  expect(differingParts(defaults, written)).toEqual([]);
});

test("a part goes back to the default alone", () => {
  expect(withPart({ ...quieter, nothing: 3 }, "quietHours", defaults)).toEqual({ ...defaults, nothing: 3 });
});

test("my changes go on top of theirs: theirs stay where I changed nothing", () => {
  expect(onTopOf(defaults, quieter, rarer)).toEqual({ ...rarer, quietHours: null });
});

test("what the server refuses is shown at its part", () => {
  expect(partOfField("rules.caps.0.max")).toBe("caps");
  expect(partOfField("rules.longestWait.value")).toBe("worth");
  expect(partOfField("version")).toBeNull();
});

test("every part of the defaults is a sentence", () => {
  for (const part of rulePartNames) expect(sayPart(part, defaults)).toMatch(/^\S.*\.$/);
  expect(sayPart("quietHours", quieter)).toBe("Off.");
  expect(sayPart("gap", defaults)).toBe("4 hours between two touches; service, promotional, survey.");
  expect(sayPart("ownership", defaults)).toBe("enterprise: medium after approval, high a person’s; others: high after approval.");
});
