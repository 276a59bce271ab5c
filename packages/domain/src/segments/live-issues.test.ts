import type { Predicate } from "@throughline/contract";
import { expect, test } from "vitest";
import { circleOf, inOrderOfNames, liveIssues, segmentsNamedBy } from "./index.ts";

const fields = (predicate: Predicate) => liveIssues(predicate).map(({ field }) => field);

test("a condition of the person beside a did is followed, inside its where it is refused with what to do", () => {
  const beside: Predicate = { all: [{ did: "Paid" }, { property: "person.plan", op: "eq", value: "pro" }] };
  expect(liveIssues(beside)).toEqual([]);
  expect(liveIssues({ did: "Paid", where: { property: "person.plan", op: "eq", value: "pro" } })).toEqual([
    expect.objectContaining({ field: "predicate.where", accepted: "the same condition beside the did" }),
  ]);
});

test.each<[string, Predicate, string]>([
  ["accounts inside a did", { did: "A", where: { property: "account.$key", op: "eq", value: "acme" } }, "predicate.where"],
  ["a did inside a did", { not: { did: "A", where: { any: [{ did: "B" }] } } }, "predicate.not.where.any[0]"],
  [
    "dates that pass inside a did",
    { did: "A", where: { property: "event.day", op: "withinLast", value: { value: 1, unit: "day" } } },
    "predicate.where",
  ],
  ["its own entries", { all: [{ did: ["A", "Segment Entered"] }] }, "predicate.all[0]"],
  ["its own entries in a sequence", { sequence: ["A", "Segment Left"] }, "predicate.sequence[1]"],
  ["stages of journeys that are not there", { any: [{ stage: { journey: "j", stage: "s" } }] }, "predicate.any[0].stage.journey"],
  ["scores that nobody gives", { score: "health", op: "gt", value: 1 }, "predicate.score"],
  ["counts beyond what is remembered", { did: "A", count: { lte: 501 } }, "predicate.count"],
])("what cannot be followed is refused where it stands: %s", (_name, predicate, field) => {
  expect(fields(predicate)).toEqual([field]);
});

test("segments come after those that they name, and a circle is told with its way", () => {
  const segment = (key: string, ...names: string[]) => ({ key, names });
  expect(inOrderOfNames([segment("a", "b"), segment("b", "c", "static"), segment("c")]).map(({ key }) => key)).toEqual(["c", "b", "a"]);
  expect(circleOf("a", [segment("a", "b"), segment("b", "c"), segment("c", "a")])).toEqual(["a", "b", "c", "a"]);
  expect(circleOf("a", [segment("a", "a")])).toEqual(["a", "a"]);
  expect(circleOf("a", [segment("a", "b"), segment("b", "c"), segment("c", "b")])).toBeNull();
  expect(segmentsNamedBy({ all: [{ segment: "a" }, { not: { any: [{ segment: "b" }, { segment: "a" }] } }] })).toEqual(["a", "b"]);
});
