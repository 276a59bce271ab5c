import type { ArbiterReport } from "@throughline/contract";
import { expect, test } from "vitest";
import { sayChanges } from "./say-changes.ts";

type Told = Parameters<typeof sayChanges>[0];
const told = (asked: number, held: number, rules: Partial<Record<ArbiterReport["rules"][number]["rule"], number>> = {}): Told => ({
  asked: { touches: asked, people: asked },
  held: { touches: held, people: held },
  rules: Object.entries(rules).map(([rule, touches]) => ({ rule: rule as "cap", touches, people: touches, alone: touches })),
});
const before = "the 28 days before";

test("nothing asked is said so", () => {
  expect(sayChanges(told(0, 0), told(10, 5), before)).toEqual([
    { text: "Nothing asked to reach anybody in this time.", rule: null, isCompared: false },
  ]);
});

test("without a time before there is nothing to compare with", () => {
  expect(sayChanges(told(10, 4), told(0, 0), before).map(({ text }) => text)).toEqual([
    "10 touches asked about 10 people; 40 % were not allowed at once. Nothing was asked in the 28 days before.",
  ]);
});

test("a handful before is too few to compare with", () => {
  const [only, ...others] = sayChanges(told(500, 200, { cap: 100 }), told(3, 0), before);
  expect(only?.text).toContain("Only 3 asked in the 28 days before: too few to compare with.");
  expect(others).toEqual([]);
});

test("what chance would explain is no change", () => {
  const changes = sayChanges(told(20, 9, { cap: 5 }), told(20, 7, { cap: 3 }), before);
  expect(changes).toHaveLength(1);
  expect(changes[0]?.text).toContain("about as many as in the 28 days before (35 %)");
});

test("a rule that holds back more than chance would explain is told, the surest first", () => {
  const changes = sayChanges(
    told(1000, 500, { cap: 300, consent: 100, gap: 50 }),
    told(1000, 300, { cap: 100, consent: 50, gap: 48 }),
    before,
  );
  expect(changes.map(({ rule }) => rule)).toEqual([null, "cap", "consent"]);
  expect(changes[0]?.text).toContain("50 % were not allowed at once, up from 30 %");
  expect(changes[1]?.text).toBe("Caps holds back more: 30 % of what was asked (300), 10 % before.");
});
