import { checkPredicate, journeyDefinitionSchema, type Predicate } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { accountAsWhole } from "../predicates/index.ts";
import {
  canonicalMatch,
  compileLiveJourney,
  compileLivePredicate,
  explainPredicate,
  foldMatches,
  liveIssues,
  segmentsCountedBy,
  segmentsNamedBy,
  type RememberedView,
} from "./index.ts";

const nowMs = Date.parse("2026-03-10T12:00:00Z");
const hourMs = 3_600_000;

/** An account with what its profiles did, each a name and how many hours ago. */
function account(traits: Record<string, unknown>, people: number, ...profiles: [name: string, hoursAgo: number][][]): RememberedView {
  const owned = profiles.map((list, number) => ({
    fromMs: -Infinity,
    untilMs: Infinity,
    matchesOf(condition: string) {
      const theirs = list.map(([name, hours], index) => ({ name, at: nowMs - hours * hourMs, id: number * 100 + index }));
      const found = theirs.filter(({ name }) => canonicalMatch({ event: name }) === condition).sort((a, b) => a.at - b.at);
      return { at: found.map(({ at }) => at), ids: found.map(({ id }) => id) };
    },
  }));
  const seen = { key: "acme", name: "Acme", firstSeen: nowMs - 900 * hourMs, lastSeen: nowMs - hourMs };
  return { ...accountAsWhole("1", { ...seen, traits: traits as never, people }), segments: ["big"], matches: foldMatches(owned) };
}
const holds = (predicate: Predicate, view: RememberedView) => compileLivePredicate(predicate).holds(view, nowMs);

test("an account did what any of its people did, and its traits, people and segments are its own", () => {
  const acme = account({ plan: "growth" }, 3, [["Invited", 5]], [["Invited", 2]], [["Paid", 1]]);
  expect(holds({ did: "Invited", count: { gte: 2 }, within: { value: 6, unit: "hour" } }, acme)).toBe(true);
  expect(holds({ did: "Invited", count: { gte: 2 }, within: { value: 3, unit: "hour" } }, acme)).toBe(false);
  expect(holds({ sequence: ["Invited", "Paid"] }, acme)).toBe(true);
  expect(holds({ sequence: ["Paid", "Invited"] }, acme)).toBe(false);
  expect(holds({ all: [{ property: "account.plan", op: "eq", value: "growth" }, { segment: "big" }] }, acme)).toBe(true);
  expect(holds({ property: "account.$people", op: "gte", value: 3 }, acme)).toBe(true);
  expect(holds({ property: "account.$people", op: "gt", value: 3 }, acme)).toBe(false);
  expect(explainPredicate({ did: "Invited" }, acme, nowMs).found?.count).toBe(2);
  expect(explainPredicate({ property: "account.$people", op: "gt", value: 3 }, acme, nowMs)).toMatchObject({
    text: "account’s people > 3",
    found: { values: [3] },
  });
});

test("what an account did leaves its window by time alone", () => {
  const acme = account({}, 1, [["Paid", 1]], [["Paid", 4]]);
  const { nextFlip } = compileLivePredicate({ did: "Paid", within: { value: 5, unit: "hour" } });
  expect(nextFlip(acme, nowMs)).toBe(nowMs + 4 * hourMs + 1);
});

test.each<[string, Predicate, string]>([
  ["traits of people", { all: [{ property: "person.role", op: "eq", value: "owner" }] }, "predicate.all[0].property"],
  ["properties of events", { property: "event.plan", op: "exists" }, "predicate.property"],
  ["consent", { any: [{ consent: "marketing" }] }, "predicate.any[0].consent"],
  ["contacts", { not: { reachable: "email" } }, "predicate.not.reachable"],
  ["scores", { score: "nps", op: "gte", value: 9 }, "predicate.score"],
])("of accounts is refused, by its field and with what is accepted: %s", (_what, predicate, field) => {
  const issues = checkPredicate(predicate, "account", "predicate");
  expect(issues.map((issue) => issue.field)).toEqual([field]);
  expect(issues[0]?.accepted).toContain("account.…");
});

test("the number of an account's people is asked of accounts alone, and events inside a did stay what they are", () => {
  const people: Predicate = { property: "account.$people", op: "gt", value: 1 };
  expect(checkPredicate(people, "account", "predicate")).toEqual([]);
  expect(checkPredicate(people, "person", "predicate")).toMatchObject([{ field: "predicate.property", accepted: "a segment of accounts" }]);
  expect(checkPredicate({ did: "Paid", where: { property: "event.plan", op: "eq", value: "pro" } }, "account", "predicate")).toEqual([]);
});

describe("people of an account in a segment of people", () => {
  const acme = { ...account({}, 4), peopleIn: { keen: 2 } };

  test.each<[Predicate, boolean]>([
    [{ peopleIn: "keen" }, true],
    [{ peopleIn: "quiet" }, false],
    [{ peopleIn: "keen", count: { gte: 2 } }, true],
    [{ peopleIn: "keen", count: { gte: 3 } }, false],
    [{ peopleIn: "keen", count: { lte: 1 } }, false],
    [{ peopleIn: "quiet", count: { eq: 0 } }, true],
    [{ peopleIn: "keen", share: { gte: 0.5 } }, true],
    [{ peopleIn: "keen", share: { gte: 0.51 } }, false],
    [{ peopleIn: "quiet", share: { lte: 0.1 } }, true],
    [{ peopleIn: "keen", count: { gte: 2 }, share: { lte: 0.4 } }, false],
    [{ peopleIn: "constructor" }, false],
  ])("%j is %s of two of four", (predicate, expected) => expect(holds(predicate, acme)).toBe(expected));

  test("an account without people has no share of them, not even none", () => {
    expect(holds({ peopleIn: "keen", share: { lte: 1 } }, account({}, 0))).toBe(false);
    expect(holds({ peopleIn: "keen", count: { eq: 0 } }, account({}, 0))).toBe(true);
  });

  test("is explained with how many there are, is asked of accounts alone, and names the segment", () => {
    expect(explainPredicate({ peopleIn: "keen", count: { gte: 3 } }, acme, nowMs)).toMatchObject({
      holds: false,
      text: "at least 3 of its people are in the segment keen",
      found: { count: 2, text: "2 of its 4 people are in it", changesAt: null },
    });
    expect(checkPredicate({ peopleIn: "keen" }, "account", "predicate")).toEqual([]);
    expect(checkPredicate({ not: { peopleIn: "keen" } }, "person", "predicate")).toMatchObject([{ field: "predicate.not.peopleIn" }]);
    expect(checkPredicate({ did: "Paid", where: { peopleIn: "keen" } }, "account", "predicate")).toHaveLength(1);
    expect(segmentsNamedBy({ all: [{ peopleIn: "keen" }, { segment: "big" }] })).toEqual(["keen", "big"]);
    expect(segmentsCountedBy({ all: [{ peopleIn: "keen" }, { segment: "big" }] })).toEqual(["keen"]);
  });
});

test("a stage of a journey of accounts is theirs by what names them, and one of people is refused with what to use instead", () => {
  const journey = (by: "person" | "account") =>
    journeyDefinitionSchema.parse({
      key: "trial",
      name: "Trial",
      by,
      entry: { event: "Invited" },
      stages: [{ key: "paying", name: "Paying", matches: [{ event: "Paid" }] }],
      goal: [{ event: "Rolled Out" }],
      window: { value: 30, unit: "day" },
    });
  const paying: Predicate = { stage: { journey: "trial", stage: "paying" } };
  const live = compileLivePredicate(paying, new Map([["trial", compileLiveJourney(journey("account"))]]));
  const all = account({}, 1, [["Invited", 5]], [["Paid", 1]]);
  const named = account({}, 1, [["Invited", 5]]);
  expect(live.holds(all, nowMs)).toBe(true);
  expect(live.holds({ ...all, namedMatches: named.matches }, nowMs)).toBe(false);
  expect(checkPredicate(paying, "account", "predicate")).toEqual([]);
  expect(liveIssues(paying, "predicate", { trial: journey("account") }, "account")).toEqual([]);
  expect(liveIssues(paying, "predicate", { trial: journey("person") }, "account")).toMatchObject([
    { field: "predicate.stage.journey", accepted: expect.stringContaining("peopleIn") },
  ]);
});
