import type { Predicate } from "@throughline/contract";
import { expect, test } from "vitest";
import { contraryOf, inWords, isMoving, segmentsIn, stateOf } from "./segment-words.ts";

const predicate: Predicate = {
  all: [{ property: "person.plan", op: "eq", value: "growth" }, { any: [{ segment: "vips" }, { not: { segment: "left" } }] }],
};

test("a definition names segments as people call them", () => {
  const nameOf = (key: string) => (key === "vips" ? "Our VIPs" : key);
  expect(inWords(predicate, nameOf)).toBe("person’s plan is “growth” and (is in the segment Our VIPs or not (is in the segment left))");
});

test("the contrary of a condition reads as people say it", () => {
  expect(
    ["consented to ads", "is in the segment VIPs", "can be reached by phone", "did A, then B", "person’s plan contains “x”"].map(
      contraryOf,
    ),
  ).toEqual([
    "did not consent to ads",
    "is not in the segment VIPs",
    "cannot be reached by phone",
    "did not do A, then B",
    "not: person’s plan contains “x”",
  ]);
});

test("a definition tells which segments it speaks of", () => expect(segmentsIn(predicate)).toEqual(["vips", "left"]));

test("a segment says what is being computed, and how far it is", () => {
  expect(stateOf({ kind: "live", state: "computing", progress: 0.25 })).toEqual({ tone: "accent", label: "Computing, 25 %" });
  expect(stateOf({ kind: "live", state: "live", progress: 0.5 }).label).toBe("Changing, 50 %");
  expect(stateOf({ kind: "live", state: "live", progress: null }).label).toBe("Up to date");
  expect(stateOf({ kind: "static", state: "live", progress: null }).label).toBe("Stays as saved");
  expect([isMoving({ state: "live", progress: null }), isMoving({ state: "live", progress: 0 })]).toEqual([false, true]);
});
