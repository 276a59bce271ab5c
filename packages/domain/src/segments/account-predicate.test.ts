import { checkPredicate, type Predicate } from "@throughline/contract";
import { expect, test } from "vitest";
import { accountAsWhole } from "../predicates/index.ts";
import { canonicalMatch, compileLivePredicate, explainPredicate, foldMatches, type RememberedView } from "./index.ts";

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
  ["stages", { stage: { journey: "trial", stage: "one" } }, "predicate.stage"],
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
