import { nameByKey, type Predicate } from "@throughline/contract";
import { expect, test } from "vitest";
import { contraryOf, inWords, isMoving, segmentsIn, stateOf, withReadTimes } from "./segment-words.ts";

const predicate: Predicate = {
  all: [{ property: "person.plan", op: "eq", value: "growth" }, { any: [{ segment: "vips" }, { not: { segment: "left" } }] }],
};

test("a definition names segments as people call them", () => {
  const nameOf = nameByKey({ segments: [{ key: "vips", name: "Our VIPs" }], journeys: [] });
  expect(inWords(predicate, nameOf)).toBe("person’s plan is “growth” and (is in the segment Our VIPs or not (is in the segment left))");
});

test("stages stand there by their names, with their journey's", () => {
  const onboarding = { key: "onboarding", name: "Onboarding", stages: [{ key: "domain-verified", name: "Domain verified" }] };
  const nameOf = nameByKey({ segments: [], journeys: [onboarding] });
  expect(["domain-verified", "gone", "$start"].map((stage) => inWords({ stage: { journey: "onboarding", stage } }, nameOf))).toEqual([
    "is at Domain verified of Onboarding",
    "is at gone of Onboarding",
    "is in Onboarding, at no stage yet",
  ]);
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

test("how many of an account's people are in a segment is said with the segment's name, and contrarily", () => {
  const half: Predicate = { peopleIn: "vips", share: { gte: 0.5 } };
  expect(inWords(half, () => "Our VIPs")).toBe("at least 50 % of its people are in the segment Our VIPs");
  expect(contraryOf(inWords({ peopleIn: "vips", count: { gte: 1, lte: 3 } }, () => "Our VIPs"))).toBe(
    "not: 1 to 3 of its people are in the segment Our VIPs",
  );
  expect(contraryOf(inWords(half, () => "Our VIPs"))).toBe("not at least 50 % of its people are in the segment Our VIPs");
  expect(inWords({ peopleIn: "vips", count: { eq: 0 } }, () => "Our VIPs")).toBe("none of its people is in the segment Our VIPs");
  expect(segmentsIn({ all: [half, { segment: "left" }] })).toEqual(["vips", "left"]);
});

test("a definition tells which segments it speaks of", () => expect(segmentsIn(predicate)).toEqual(["vips", "left"]));

test("a segment says what is being computed, and how far it is", () => {
  expect(stateOf({ kind: "live", state: "computing", progress: 0.25 })).toEqual({ tone: "accent", label: "Computing, 25 %" });
  expect(stateOf({ kind: "live", state: "live", progress: 0.5 }).label).toBe("Changing, 50 %");
  expect(stateOf({ kind: "live", state: "live", progress: null }).label).toBe("Up to date");
  expect(stateOf({ kind: "static", state: "live", progress: null }).label).toBe("Stays as saved");
  expect([isMoving({ state: "live", progress: null }), isMoving({ state: "live", progress: 0 })]).toEqual([false, true]);
});

test("times that were found are read in the zone of whoever looks, and all else stays", () => {
  expect(withReadTimes("did it once, last on 2026-08-27T02:41:35.875Z", "Europe/Berlin")).toMatch(
    /^did it once, last on 27 Aug 2026, 04:41/,
  );
  expect(withReadTimes("is 2026-08-27 and 2026-13-40T99:00:00Z", "UTC")).toBe("is 2026-08-27 and 2026-13-40T99:00:00Z");
});
