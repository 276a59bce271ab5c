import type { Predicate, PropertyPredicate } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { compileEventMatch, compileEventPredicate, compilePersonPredicate, patternIssue } from "./index.ts";
import type { AccountView, InteractionView, PersonView } from "./view.ts";

const nowMs = Date.parse("2026-03-10T12:00:00Z");
const hoursAgo = (hours: number) => nowMs - hours * 3_600_000;

const interaction = (part: Partial<InteractionView> = {}): InteractionView => ({
  id: "i",
  at: hoursAgo(1),
  name: "Signed Up",
  kind: "track",
  channel: "web",
  actor: "customer",
  source: "src",
  url: "",
  path: "",
  title: "",
  sessionId: "",
  session: {},
  account: null,
  properties: {},
  bot: false,
  ...part,
});
const account = (key: string, traits = {}): AccountView => ({ key, name: key.toUpperCase(), traits, firstSeen: 0, lastSeen: 0 });
const person = (part: Partial<PersonView> = {}): PersonView => ({
  id: "1",
  traits: {},
  accounts: [],
  consents: [],
  reachable: [],
  segments: [],
  stages: [],
  scores: {},
  firstSeen: hoursAgo(240),
  lastSeen: hoursAgo(1),
  interactions: [],
  ...part,
});
const holds = (predicate: Predicate, who: Partial<PersonView>) => compilePersonPredicate(predicate)(person(who), nowMs);
type Operation = PropertyPredicate extends infer P ? (P extends unknown ? Omit<P, "property"> : never) : never;
const property = (path: string, operation: Operation): Predicate => ({ property: path, ...operation }) as Predicate;
const trait = (value: unknown, operation: Operation) => holds(property("person.x", operation), { traits: { x: value } });

describe("two values are equal", () => {
  test.each([
    ["pro", "pro", true],
    ["pro", "Pro", false],
    [5, "5", true],
    ["5", 5, true],
    ["5.0", 5, true],
    ["05", "5", true],
    ["+5", 5, true],
    ["5e0", "5", true],
    [" 5", 5, false],
    ["5.", 5, false],
    ["0x5", 5, false],
    ["Infinity", "Infinity", true],
    [true, "true", true],
    ["false", false, true],
    [true, 1, false],
    ["", "", true],
    ["", 0, false],
  ])("%j and %j: %s", (value, wanted, expected) => {
    expect(trait(value, { op: "eq", value: wanted })).toBe(expected);
    expect(trait(value, { op: "neq", value: wanted })).toBe(!expected);
    expect(trait(value, { op: "in", value: ["other", wanted] })).toBe(expected);
    expect(trait(value, { op: "notIn", value: ["other", wanted] })).toBe(!expected);
  });
});

describe("what is missing, null, an object or an empty list", () => {
  const nothing = [undefined, null, {}, { a: 1 }, [], [null], [{ a: 1 }], [["pro"]]];
  test.each(nothing.map((value) => [JSON.stringify(value), value]))("%s matches nothing but the contraries", (_text, value) => {
    const operations: Operation[] = [
      { op: "eq", value: "pro" },
      { op: "contains", value: "p" },
      { op: "matches", value: "" },
      { op: "lt", value: 5 },
      { op: "exists" },
    ];
    expect(operations.map((operation) => trait(value, operation))).toEqual([false, false, false, false, false]);
    const contraries: Operation[] = [
      { op: "neq", value: "pro" },
      { op: "notIn", value: ["pro"] },
      { op: "notContains", value: "p" },
      { op: "notExists" },
    ];
    expect(contraries.map((operation) => trait(value, operation))).toEqual([true, true, true, true]);
  });
});

test("a list matches when any of its elements does, and its contrary when none does", () => {
  expect(trait(["free", null, 7], { op: "gt", value: 6 })).toBe(true);
  expect(trait(["free", "pro"], { op: "neq", value: "pro" })).toBe(false);
  expect(trait(["free", "trial"], { op: "neq", value: "pro" })).toBe(true);
});

describe("texts", () => {
  test.each<[unknown, Operation, boolean]>([
    ["Zürich", { op: "contains", value: "ür" }, true],
    ["Zürich", { op: "contains", value: "UR" }, false],
    ["Zürich", { op: "startsWith", value: "Zü" }, true],
    ["Zürich", { op: "endsWith", value: "ch" }, true],
    ["100% sure", { op: "contains", value: "%" }, true],
    [1250, { op: "startsWith", value: "12" }, true],
    [true, { op: "endsWith", value: "ue" }, true],
    ["abc", { op: "matches", value: "b" }, true],
    ["abc", { op: "matches", value: "^b" }, false],
    ["a\nc", { op: "matches", value: "a.c" }, true],
    ["ABC", { op: "matches", value: "(?i)^abc$" }, true],
    ["日本", { op: "matches", value: "^..$" }, true],
  ])("%j %j: %s", (value, operation, expected) => expect(trait(value, operation)).toBe(expected));
  test("a pattern that is none is told with its reason", () => {
    expect(patternIssue("(?=a)")).toMatch(/Perl syntax/);
    expect(patternIssue("a+")).toBeNull();
    expect(() => compilePersonPredicate({ property: "person.x", op: "matches", value: "(" })).toThrow();
  });
});

describe("numbers", () => {
  test.each<[unknown, Operation, boolean]>([
    ["12.5", { op: "gt", value: 12 }, true],
    [12, { op: "gt", value: 12 }, false],
    [12, { op: "gte", value: 12 }, true],
    ["-3", { op: "lt", value: 0 }, true],
    [12, { op: "lte", value: 12 }, true],
    ["twelve", { op: "gt", value: 0 }, false],
    [true, { op: "gte", value: 0 }, false],
    ["1e999", { op: "gt", value: 0 }, false],
    [5, { op: "between", value: [5, 6] }, true],
    [6, { op: "between", value: [5, 6] }, true],
    [5.5, { op: "between", value: [6, 5] }, false],
  ])("%j %j: %s", (value, operation, expected) => expect(trait(value, operation)).toBe(expected));
});

describe("times", () => {
  test.each<[unknown, Operation, boolean]>([
    ["2026-03-05T06:00:00Z", { op: "before", value: "2026-03-05T06:00:00Z" }, false],
    ["2026-03-05T05:59:59.999Z", { op: "before", value: "2026-03-05T06:00:00Z" }, true],
    ["2026-03-05T08:00:00+02:00", { op: "after", value: "2026-03-05T05:59:59Z" }, true],
    ["2026-03-05T06:00", { op: "before", value: "2026-03-05T06:01:00Z" }, true],
    ["2026-03-05", { op: "after", value: "2026-03-04T23:59:59.999Z" }, true],
    ["2026-03-05T10:00:00Z", { op: "after", value: "2026-03-05" }, true],
    ["2026-03-05T23:59:59.999Z", { op: "between", value: ["2026-03-01", "2026-03-05"] }, true],
    ["2026-03-06", { op: "between", value: ["2026-03-01", "2026-03-05"] }, false],
    ["2026-03-05T06:00:00Z", { op: "between", value: ["2026-03-05T06:00:00Z", "2026-03-05T06:00:00Z"] }, true],
    ["2026-02-30", { op: "before", value: "2027-01-01" }, false],
    ["5 March 2026", { op: "before", value: "2027-01-01" }, false],
    [1_772_000_000_000, { op: "before", value: "2027-01-01" }, false],
    ["2026-03-09T12:00:00Z", { op: "withinLast", value: { value: 1, unit: "day" } }, true],
    ["2026-03-09T11:59:59.999Z", { op: "withinLast", value: { value: 1, unit: "day" } }, false],
    ["2026-03-10T12:00:00.001Z", { op: "withinLast", value: { value: 1, unit: "day" } }, false],
  ])("%j %j: %s", (value, operation, expected) => expect(trait(value, operation)).toBe(expected));
});

describe("paths", () => {
  const event = (path: string, value: string, part: Partial<InteractionView>, who: Partial<PersonView> = {}) =>
    compileEventPredicate({ property: path, op: "eq", value })(interaction(part), person(who), nowMs);

  test("lead into objects, and find a name with a dot in it", () => {
    expect(event("event.a.b", "x", { properties: { a: { b: "x" } } })).toBe(true);
    expect(event("event.a.b", "x", { properties: { "a.b": "x" } })).toBe(true);
    expect(event("event.a.b", "x", { properties: { a: [{ b: "x" }] } })).toBe(false);
  });
  test("never find what every object inherits", () =>
    expect(compilePersonPredicate({ property: "person.constructor.name", op: "exists" })(person(), nowMs)).toBe(false));
  test("with our names read the interaction and its session, empty texts being missing", () => {
    expect(event("event.$name", "Signed Up", {})).toBe(true);
    expect(event("event.$path", "/a", { path: "/a", properties: { $path: "/b" } })).toBe(true);
    expect(event("session.utmSource", "ads", { session: { utmSource: "ads" } })).toBe(true);
    expect(event("event.$current_url", "u", { properties: { $current_url: "u" } })).toBe(true);
    expect(compileEventPredicate({ property: "event.$path", op: "exists" })(interaction(), person(), nowMs)).toBe(false);
    expect(compileEventPredicate({ property: "session.unknown", op: "exists" })(interaction(), person(), nowMs)).toBe(false);
  });
  test("of a person know when they were first and last seen", () =>
    expect(holds({ property: "person.$lastSeen", op: "withinLast", value: { value: 1, unit: "hour" } }, {})).toBe(true));
  test("of an account read the interaction's own, else the person's first", () => {
    const accounts = [account("acme"), account("globex")];
    expect(event("account.$key", "acme", {}, { accounts })).toBe(true);
    expect(event("account.$key", "initech", { account: account("initech") }, { accounts })).toBe(true);
    expect(event("account.$key", "globex", {}, { accounts })).toBe(false);
  });
  test("of a person's accounts read them all together", () => {
    const accounts = [account("acme", { tier: "gold" }), account("globex", { tier: "free" })];
    expect(holds({ property: "account.tier", op: "eq", value: "free" }, { accounts })).toBe(true);
    expect(holds({ property: "account.tier", op: "neq", value: "free" }, { accounts })).toBe(false);
  });
});

describe("did", () => {
  const interactions = [
    interaction({ at: hoursAgo(30), properties: { plan: "pro" } }),
    interaction({ at: hoursAgo(24), properties: { plan: "free" } }),
    interaction({ at: hoursAgo(-1) }),
    interaction({ name: "Left", at: hoursAgo(2) }),
  ];
  test.each<[Predicate, boolean]>([
    [{ did: "Signed Up" }, true],
    [{ did: "Unheard" }, false],
    [{ did: "Signed Up", count: { eq: 2 } }, true],
    [{ did: ["Signed Up", "Left"], count: { gte: 3, lte: 3 } }, true],
    [{ did: null, count: { lte: 2 } }, false],
    [{ did: "Unheard", count: { lte: 2 } }, true],
    [{ did: "Unheard", count: { eq: 0 } }, true],
    [{ did: "Signed Up", within: { value: 1, unit: "day" }, count: { eq: 1 } }, true],
    [{ did: "Signed Up", within: { value: 23, unit: "hour" } }, false],
    [{ did: "Signed Up", where: { property: "event.plan", op: "eq", value: "pro" }, count: { eq: 1 } }, true],
    [{ did: "Left", where: { all: [{ property: "event.$name", op: "eq", value: "Left" }, { did: "Signed Up" }] } }, true],
  ])("%j: %s", (predicate, expected) => expect(holds(predicate, { interactions })).toBe(expected));
});

describe("sequence", () => {
  const at = (name: string, hours: number) => interaction({ name, at: hoursAgo(hours) });
  test.each<[string, string[], InteractionView[], number | null, boolean]>([
    ["in order", ["A", "B"], [at("A", 5), at("X", 4), at("B", 3)], null, true],
    ["against the order", ["A", "B"], [at("B", 5), at("A", 3)], null, false],
    ["at the same instant", ["A", "B"], [at("B", 5), at("A", 5)], null, true],
    ["exactly as long as allowed", ["A", "B"], [at("A", 5), at("B", 3)], 2, true],
    ["too long", ["A", "B"], [at("A", 6), at("B", 3)], 2, false],
    ["from a second beginning", ["A", "B"], [at("A", 6), at("A", 4), at("B", 3)], 2, true],
    ["twice the same needs two", ["A", "A"], [at("A", 5)], null, false],
    ["twice the same", ["A", "A"], [at("A", 5), at("A", 5)], null, true],
    ["not in the future", ["A", "B"], [at("A", 5), at("B", -1)], null, false],
  ])("%s", (_name, sequence, interactions, hours, expected) => {
    const within = hours === null ? undefined : { value: hours, unit: "hour" as const };
    expect(holds({ sequence, within }, { interactions })).toBe(expected);
  });
  test("gives the interactions of one instant to the steps that need them", () => {
    const both = interaction({ at: hoursAgo(5), properties: { x: 1 } });
    const one = interaction({ at: hoursAgo(5) });
    const predicate: Predicate = {
      sequence: [{ event: null }, { event: null, where: { property: "event.x", op: "exists" } }],
    };
    expect(holds(predicate, { interactions: [both, one] })).toBe(true);
    expect(holds(predicate, { interactions: [one, both] })).toBe(true);
  });
});

test("segments, consent, stages, scores and reachability are looked up", () => {
  const who: Partial<PersonView> = {
    segments: ["power"],
    consents: ["marketing"],
    stages: [{ journey: "onboarding", stage: "setup" }],
    scores: { health: 40 },
    reachable: ["email"],
  };
  const held: Predicate[] = [
    { segment: "power" },
    { consent: "marketing" },
    { stage: { journey: "onboarding", stage: "setup" } },
    { score: "health", op: "lte", value: 40 },
    { reachable: "email" },
  ];
  expect(held.map((predicate) => holds(predicate, who))).toEqual([true, true, true, true, true]);
  expect(held.map((predicate) => holds(predicate, {}))).toEqual([false, false, false, false, false]);
  expect(holds({ score: "toString", op: "gt", value: -1 }, who)).toBe(false);
});

test("nothing asked for everything, and anything of nothing", () => {
  expect(holds({ all: [] }, {})).toBe(true);
  expect(holds({ any: [] }, {})).toBe(false);
  expect(holds({ not: { any: [] } }, {})).toBe(true);
});

test("an interaction is matched by one of several names, or by any", () => {
  const matches = (event: string | string[] | null) => compileEventMatch({ event })(interaction(), person(), nowMs);
  expect([matches("Signed Up"), matches(["Left", "Signed Up"]), matches(null), matches("signed up")]).toEqual([true, true, true, false]);
});
