import { checkPredicate, predicateSchema, type Predicate, type PropertyPredicate } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { countOf, wayOf } from "./did-count.ts";
import { toCondition, toDraft, type ValueType } from "./operators.ts";
import { peopleInForm, peopleInOf } from "./people-in.ts";
import { fromRows, toRows } from "./predicate-rows.ts";
import { isShownInForm } from "./shown-in-form.ts";

const property = "account.plan";
/** Every operator, with values of every kind that it takes. */
const conditions: { [Op in PropertyPredicate["op"]]: PropertyPredicate[] } = {
  eq: (["growth", "5", 5, true, "true"] as const).map((value) => ({ property, op: "eq", value })),
  neq: (["growth", 1e21, false] as const).map((value) => ({ property, op: "neq", value })),
  in: [{ property, op: "in", value: ["a", 5, "6", true, "a"] }],
  notIn: [{ property, op: "notIn", value: [0.1] }],
  contains: [{ property, op: "contains", value: " a " }],
  notContains: [{ property, op: "notContains", value: "a" }],
  startsWith: [{ property, op: "startsWith", value: "5" }],
  endsWith: [{ property, op: "endsWith", value: "b" }],
  matches: [{ property, op: "matches", value: "^a.*$" }],
  gt: [{ property, op: "gt", value: 1.5 }],
  gte: [{ property, op: "gte", value: -1 }],
  lt: [{ property, op: "lt", value: 1e21 }],
  lte: [{ property, op: "lte", value: 0 }],
  between: [
    { property, op: "between", value: [0, 2.5] },
    { property, op: "between", value: ["2026-01-01", "2026-02-01"] },
  ],
  exists: [{ property, op: "exists" }],
  notExists: [{ property, op: "notExists" }],
  before: [{ property, op: "before", value: "2026-01-01" }],
  after: [{ property, op: "after", value: "2026-01-01" }],
  withinLast: (["second", "minute", "hour", "day", "week"] as const).map((unit) => ({
    property,
    op: "withinLast",
    value: { value: 5, unit },
  })),
};
const shown: Predicate[] = Object.values(conditions).flat();
const where: Predicate = { property: "event.plan", op: "eq", value: "growth" };
const hour = { value: 90, unit: "minute" } as const;
const stage: Predicate = { stage: { journey: "trial", stage: "$start" } };
const ofBoth: Predicate[] = [
  { did: null },
  { did: "Paid", count: { gte: 0 } },
  { did: ["Paid", "Invited"], where, count: { eq: 0 }, within: hour },
  { did: ["Paid"], where: { any: [where, { not: { any: [where] } }] }, count: { gte: 2, lte: 5_000 } },
  { did: "Paid", count: { lte: 0 } },
  { sequence: ["Invited", { event: ["Paid", "Renewed"], where }, { event: null }], within: hour },
  { not: { sequence: ["Invited", "Paid"] } },
  { segment: "keen" },
  { not: { segment: "keen" } },
  stage,
  { not: stage },
];
const ofPeople: Predicate[] = [
  { consent: "marketing" },
  { not: { consent: "marketing" } },
  { reachable: "phone" },
  { not: { reachable: "email" } },
  { score: "review", op: "lt", value: 2.5 },
  { score: "other", op: "gte", value: 9 },
];
const ofAccounts: Predicate[] = [
  { peopleIn: "keen", count: { gte: 2, lte: 5 } },
  { peopleIn: "keen", count: { eq: 3 }, share: { gte: 1 / 3, lte: 0.9 } },
  { peopleIn: "keen", share: { lte: 0 } },
];
/** What there are no fields for. */
const written: Predicate[] = [
  { property, op: "eq", value: "" },
  { property, op: "in", value: ["a\nb"] },
  { property, op: "contains", value: "a\nb" },
  { property, op: "before", value: "2026-01-01T10:00:00Z" },
  { property, op: "between", value: ["2026-01-01T10:00:00Z", "2026-02-01"] },
  { not: { property, op: "exists" } },
  { not: { did: "Paid" } },
  { not: { all: [{ did: "Paid" }] } },
  { not: { not: { did: "Paid" } } },
  { all: [] },
  { any: [] },
  { not: { any: [] } },
];
const writtenOfPeople: Predicate[] = [{ not: { score: "nps", op: "gte", value: 9 } }];
const writtenOfAccounts: Predicate[] = [{ not: { peopleIn: "keen" } }];

const people = { scope: "person", plain: [...ofBoth, ...ofPeople], raw: writtenOfPeople } as const;
const accounts = { scope: "account", plain: [...ofBoth, ...ofAccounts], raw: writtenOfAccounts } as const;

describe.each([people, accounts])("a definition of a $scope", ({ scope, plain, raw }) => {
  const all = [...shown, ...plain, ...written, ...raw];
  const other: Predicate = { did: "Signed Up", count: { gte: 1 } };

  test("is one that the API takes", () => {
    for (const predicate of all) {
      expect(predicateSchema.parse(predicate)).toEqual(predicate);
      expect(checkPredicate(predicate, scope)).toEqual([]);
    }
  });

  test.each(all)("comes back from the form as it was, alone, in groups and beside what is edited: %j", (predicate) => {
    for (const whole of [
      predicate,
      { all: [other, predicate] },
      { any: [predicate, other] },
      { not: { any: [predicate] } },
    ] as Predicate[]) {
      const { rows, join } = toRows(whole);
      expect(fromRows(rows, join)).toEqual(whole);
    }
    const { rows, join } = toRows({ all: [other, predicate] });
    const edited = rows.map((row, index) => (index === 0 ? { ...row, node: { segment: "vip" } } : row));
    expect(fromRows(edited, join)).toEqual({ all: [{ segment: "vip" }, predicate] });
  });

  test.each([...shown, ...plain])("has fields: %j", (predicate) => {
    expect(isShownInForm(predicate)).toBe(true);
    expect(toRows(predicate).rows.some(({ isWritten }) => isWritten)).toBe(false);
  });

  test.each([...written, ...raw])("is shown as it is written: %j", (predicate) =>
    expect(toRows({ all: [other, predicate] }).rows.map(({ isWritten }) => isWritten ?? false)).toEqual([false, true]),
  );
});

const kinds: ValueType[][] = [[], ["string"], ["number"], ["boolean"], ["date"], ["number", "string"]];
test.each(Object.values(conditions).flat())("fields say again what they were given, whatever else the property holds: %j", (condition) => {
  for (const types of kinds) expect(toCondition(condition.property, condition.op, toDraft(condition), types)).toEqual(condition);
});

test("a value that is changed beside others leaves those as they were", () => {
  const draft = toDraft({ property, op: "in", value: [5, "6", true] });
  expect(toCondition(property, "in", { ...draft, texts: ["5", "true", "new"] }, ["string"])).toMatchObject({ value: [5, true, "new"] });
});

test("counts and shares say again what they were given", () => {
  for (const leaf of [...ofBoth, ...ofAccounts]) {
    if ("did" in leaf && leaf.count) {
      const { way, amount, most } = wayOf(leaf.count);
      expect(countOf(way, amount, most)).toEqual(leaf.count);
    }
    if ("peopleIn" in leaf) expect(peopleInOf(leaf.peopleIn, peopleInForm(leaf))).toEqual(leaf);
  }
});
