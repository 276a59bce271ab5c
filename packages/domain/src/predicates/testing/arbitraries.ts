import type { EventMatch, Predicate, PredicateScope, Scalar } from "@throughline/contract";
import fc from "fast-check";
import type { JsonObject } from "../../collect/message.ts";
import type { AccountView, InteractionView, PersonView } from "../view.ts";

/** "Now" of everything below: two of the instants at which interactions happen lie after it. */
export const arbitraryNowMs = Date.parse("2026-03-11T00:00:00Z");
const hourMs = 3_600_000;

const texts = [
  "pro",
  "free",
  "Pro",
  "5",
  "5.0",
  "05",
  "+5",
  "5e0",
  " 5",
  "5.",
  "-3.5",
  "0x10",
  "Infinity",
  "NaN",
  "",
  " ",
  "true",
  "null",
  "Zürich",
  "日本語",
  "😀 ok",
  'it\'s "q" \\ %',
  "two\nlines",
  "2026-03-05",
  "2026-03-05T06:00:00Z",
  "2026-03-05T08:00:00.000+02:00",
  "2026-03-05T06:00",
  "2026-03-10T23:30:00Z",
  "2026-02-30",
  "2026-13-01",
  "2026-3-5",
];
const numbers = [0, 1, 5, 5.5, -3.5, 10, 1000, 0.1, 123456789];

export const arbitraryScalar: fc.Arbitrary<Scalar> = fc.oneof(fc.constantFrom(...texts), fc.constantFrom(...numbers), fc.boolean());
const leaf: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: arbitraryScalar },
  { weight: 1, arbitrary: fc.constant(null) },
  {
    weight: 2,
    arbitrary: fc.array(fc.oneof({ weight: 5, arbitrary: arbitraryScalar }, { weight: 1, arbitrary: fc.constant(null) }), { maxLength: 3 }),
  },
);

const names = ["plan", "amount", "größe", "$lib"] as const;
/** Properties or traits: mixed types under the same names, missing ones, null, lists, objects within objects. Never a scalar and an object by turns under one name. */
export const arbitraryJson: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      ...Object.fromEntries(names.map((name) => [name, leaf])),
      address: fc.record({ city: leaf, geo: fc.record({ zone: leaf }, { requiredKeys: [] }) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  .map((value) => value as JsonObject);

const jsonPaths = [...names, "address", "address.city", "address.geo.zone", "missing", "plan.inner"];
const eventPaths = [
  ...jsonPaths.map((path) => `event.${path}`),
  ...["$name", "$kind", "$channel", "$actor", "$path", "$url", "$title"].map((path) => `event.${path}`),
  ...["device", "browser", "utmSource", "library"].map((path) => `session.${path}`),
];
const personPaths = [
  ...jsonPaths.flatMap((path) => [`person.${path}`, `account.${path}`]),
  "person.$firstSeen",
  "person.$lastSeen",
  "account.$key",
  "account.$name",
];

const durations = fc.constantFrom(
  { value: 1, unit: "second" as const },
  { value: 12, unit: "hour" as const },
  { value: 1, unit: "day" as const },
  { value: 5, unit: "day" as const },
  { value: 1, unit: "week" as const },
);
const parts = fc.constantFrom("5", "pro", "r", "ü", "本", "😀", "\n", "tr", "2026", "\\", "%", "'");
const patterns = fc.constantFrom(
  "^p",
  "o$",
  "[0-9]+",
  "(?i)PRO",
  "two.lines",
  "^\\d+(\\.\\d+)?$",
  "ü|本",
  "^$",
  "\\bok\\b",
  "\\pL{3}",
  "é?",
);
const dates = fc.constantFrom("2026-03-05", "2026-03-05T06:00:00Z", "2026-03-05T08:00:00+02:00", "2026-03-08", "2026-03-10T23:30:00Z");
const numberLimits = fc.constantFrom(...numbers);

const propertyPredicate = (paths: readonly string[]): fc.Arbitrary<Predicate> =>
  fc
    .tuple(
      fc.constantFrom(...paths),
      fc.oneof(
        fc.record({ op: fc.constantFrom("eq" as const, "neq" as const), value: arbitraryScalar }),
        fc.record({
          op: fc.constantFrom("in" as const, "notIn" as const),
          value: fc.array(arbitraryScalar, { minLength: 1, maxLength: 3 }),
        }),
        fc.record({
          op: fc.constantFrom("contains" as const, "notContains" as const, "startsWith" as const, "endsWith" as const),
          value: parts,
        }),
        fc.record({ op: fc.constant("matches" as const), value: patterns }),
        fc.record({ op: fc.constantFrom("gt" as const, "gte" as const, "lt" as const, "lte" as const), value: numberLimits }),
        fc.record({ op: fc.constant("between" as const), value: fc.oneof(fc.tuple(numberLimits, numberLimits), fc.tuple(dates, dates)) }),
        fc.record({ op: fc.constantFrom("exists" as const, "notExists" as const) }),
        fc.record({ op: fc.constantFrom("before" as const, "after" as const), value: dates }),
        fc.record({ op: fc.constant("withinLast" as const), value: durations }),
      ),
    )
    .map(([property, rest]) => ({ property, ...rest }));

const eventNames = ["A", "B", "C"];
const asked = fc.oneof(fc.constantFrom(...eventNames), fc.subarray(eventNames, { minLength: 1 }), fc.constant(null));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Random predicates that may stand in this scope; `depth` levels at most, those inside a `did` included. */
export function arbitraryPredicate(scope: PredicateScope, depth = 3): fc.Arbitrary<Predicate> {
  const property = propertyPredicate(scope === "event" ? [...eventPaths, ...personPaths] : personPaths);
  const known: fc.Arbitrary<Predicate> = fc.oneof(
    fc.constantFrom<Predicate>({ segment: "power" }, { consent: "marketing" }, { reachable: "email" }, { reachable: "phone" }),
    fc.constantFrom<Predicate>({ stage: { journey: "onboarding", stage: "setup" } }, { stage: { journey: "onboarding", stage: "done" } }),
    fc.record({
      score: fc.constant("health"),
      op: fc.constantFrom("gt" as const, "gte" as const, "lt" as const, "lte" as const),
      value: fc.constantFrom(0, 40, 50.5),
    }),
  );
  if (depth <= 1) return fc.oneof({ weight: 4, arbitrary: property }, { weight: 1, arbitrary: known });
  const inner = arbitraryPredicate(scope, depth - 1);
  const where = optional(arbitraryPredicate("event", depth - 1));
  const match: fc.Arbitrary<EventMatch> = fc.record({ event: asked, where });
  const did: fc.Arbitrary<Predicate> = fc.record({
    did: asked,
    where,
    count: optional(fc.constantFrom({ eq: 0 }, { eq: 2 }, { gte: 2 }, { gte: 1, lte: 3 }, { lte: 1 })),
    within: optional(durations),
  });
  const sequence: fc.Arbitrary<Predicate> = fc.record({
    sequence: fc.array(fc.oneof(fc.constantFrom(...eventNames), match), { minLength: 2, maxLength: 3 }),
    within: optional(durations),
  });
  return fc.oneof(
    { weight: 4, arbitrary: property },
    { weight: 1, arbitrary: known },
    { weight: 2, arbitrary: did },
    { weight: 1, arbitrary: sequence },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map((all) => ({ all })) },
    { weight: 1, arbitrary: fc.array(inner, { maxLength: 3 }).map((any) => ({ any })) },
    { weight: 1, arbitrary: inner.map((not) => ({ not })) },
  );
}

/** Instants six hours apart over ten days and a half: several interactions at the same one are likely. */
const instant = fc.integer({ min: 0, max: 41 }).map((step) => Date.parse("2026-03-01T00:00:00Z") + step * 6 * hourMs);

const interactionOf = (accounts: readonly AccountView[]): fc.Arbitrary<Omit<InteractionView, "id">> =>
  fc.record({
    at: instant,
    name: fc.constantFrom(...eventNames),
    kind: fc.constantFrom("track", "page", "identify"),
    channel: fc.constantFrom("web", "email"),
    actor: fc.constantFrom("customer", "agent"),
    source: fc.constant("00000000-0000-4000-8000-00000000000a"),
    url: fc.constantFrom("", "https://x.example/a?b=1"),
    path: fc.constantFrom("", "/a", "/preise/größe"),
    title: fc.constantFrom("", "Pro"),
    sessionId: fc.constantFrom("", "s1", "s2"),
    session: fc.record(
      { device: fc.constantFrom("mobile", "desktop", ""), browser: fc.constant("Chrome 126"), utmSource: fc.constantFrom("5", "pro") },
      { requiredKeys: [] },
    ),
    account: fc.constantFrom(null, ...accounts),
    properties: arbitraryJson,
    bot: fc.constant(false),
  });

const personOf = (id: string, accounts: readonly AccountView[]): fc.Arbitrary<PersonView> =>
  fc
    .record({
      traits: arbitraryJson,
      accounts: fc.subarray([...accounts]),
      consents: fc.subarray(["marketing", "analytics"]),
      reachable: fc.subarray(["email" as const, "phone" as const]),
      segments: fc.subarray(["power", "trial"]),
      stages: fc.subarray([
        { journey: "onboarding", stage: "setup" },
        { journey: "onboarding", stage: "done" },
      ]),
      scores: fc.oneof(
        fc.constant({}),
        fc.constantFrom(0, 39.5, 40, 90).map((health) => ({ health })),
      ),
      interactions: fc.array(interactionOf(accounts), { minLength: 1, maxLength: 6 }),
    })
    .map(({ interactions, ...person }) => ({
      id,
      ...person,
      firstSeen: Math.min(...interactions.map((one) => one.at)),
      lastSeen: Math.max(...interactions.map((one) => one.at)),
      interactions: interactions.map((one, index) => ({ ...one, id: `${id}-${index}` })),
    }));

const accountOf = (key: string): fc.Arbitrary<AccountView> =>
  arbitraryJson.map((traits) => ({
    key,
    name: key === "acme" ? "Acme" : "",
    traits,
    firstSeen: Date.parse("2026-03-01T00:00:00Z"),
    lastSeen: Date.parse("2026-03-09T00:00:00Z"),
  }));

/** One to five people with ids from "1", in two accounts, `acme` and `globex`, whose traits are the same for all of them. */
export const arbitraryPeople: fc.Arbitrary<PersonView[]> = fc
  .tuple(accountOf("acme"), accountOf("globex"), fc.integer({ min: 1, max: 5 }))
  .chain(([acme, globex, count]) => fc.tuple(...Array.from({ length: count }, (_, index) => personOf(String(index + 1), [acme, globex]))));
