import type { EventMatch, Predicate } from "@throughline/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hash } from "node:crypto";
import { compileEventMatch, compilePersonPredicate, type PersonView } from "../predicates/index.ts";
import { arbitraryNowMs as nowMs, arbitraryPeople, arbitraryPredicate } from "../predicates/testing/arbitraries.ts";
import {
  canonicalMatch,
  compileLivePredicate,
  conditionsOf,
  explainPredicate,
  foldMatches,
  liveIssues,
  matchesOf,
  matchIdOf,
  retainMatches,
  uniteMatches,
  noMatches,
  type Matches,
  type RememberedView,
} from "./index.ts";

const names = fc.constantFrom("A", "B", "C");
const where = fc.option(
  arbitraryPredicate("event", 1).filter((one) => "property" in one && /^(event|session)\./.test(one.property) && one.op !== "withinLast"),
  { nil: undefined },
);
const asked = fc.oneof(names, fc.uniqueArray(names, { minLength: 1 }), fc.constant(null));
const within = fc.option(
  fc.constantFrom({ value: 12, unit: "hour" as const }, { value: 1, unit: "day" as const }, { value: 5, unit: "day" as const }),
  {
    nil: undefined,
  },
);
const match: fc.Arbitrary<EventMatch> = fc.record({ event: asked, where });
const leaf: fc.Arbitrary<Predicate> = fc.oneof(
  fc.record({
    did: asked,
    where,
    count: fc.option(fc.constantFrom({ eq: 0 }, { eq: 2 }, { gte: 2 }, { gte: 1, lte: 3 }, { lte: 1 }, { gte: 0 }), { nil: undefined }),
    within,
  }),
  fc.record({ sequence: fc.array(fc.oneof(names, match), { minLength: 2, maxLength: 3 }), within }),
  arbitraryPredicate("person", 1),
);
const predicate: fc.Arbitrary<Predicate> = fc
  .oneof(
    leaf,
    fc.array(leaf, { maxLength: 3 }).map((all) => ({ all })),
    fc.array(leaf, { maxLength: 3 }).map((any) => ({ any })),
    fc.tuple(leaf, leaf).map(([one, other]) => ({ all: [{ not: one }, other] })),
  )
  .filter((one) => liveIssues(one).length === 0);

const idOf = (id: string) => matchIdOf(hash("sha256", id).replace(/^(.{8})/, "$1-"));
/** Remembers a person's behaviour as the pipeline does: by profile (an interaction's is that of its number), batch by batch, keeping only what can matter. */
function remember(asked: Predicate, person: PersonView, profiles: number, batches: number): RememberedView {
  const owned = Array.from({ length: profiles }, () => ({ fromMs: 0, untilMs: Infinity, matches: new Map<string, Matches>() }));
  const count = person.interactions.length;
  for (let batch = 0; batch < batches; batch++)
    for (const { match, text, needs } of conditionsOf(asked))
      for (const [profile, { matches }] of owned.entries()) {
        const serves = compileEventMatch(match);
        const mine = person.interactions.filter(
          (one, index) => index % profiles === profile && Math.floor((index * batches) / count) === batch && serves(one, person, nowMs),
        );
        const now = uniteMatches(matches.get(text) ?? noMatches, matchesOf(mine.map(({ at, id }) => [at, idOf(id)])));
        matches.set(text, retainMatches(now, needs, { isWhole: true, nowMs }));
      }
  return {
    ...person,
    interactions: [],
    matches: foldMatches(owned.map(({ matches, ...one }) => ({ ...one, matchesOf: (text) => matches.get(text) ?? null }))),
  };
}

const remembered = fc.tuple(predicate, arbitraryPeople, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }));

test("what is remembered says the same as everything that was done, now and as time passes", () =>
  fc.assert(
    fc.property(
      remembered,
      fc.array(fc.integer({ min: 0, max: 20 * 86_400_000 }), { maxLength: 4 }),
      ([asked, people, profiles, batches], later) => {
        const whole = compilePersonPredicate(asked);
        const live = compileLivePredicate(asked);
        for (const person of people) {
          const view = remember(asked, person, profiles, batches);
          for (const afterMs of [0, ...later]) expect(live.holds(view, nowMs + afterMs)).toBe(whole(person, nowMs + afterMs));
        }
      },
    ),
    { numRuns: 400 },
  ));

test("nothing changes before the moment that is named, and where none is named nothing ever does", () =>
  fc.assert(
    fc.property(
      remembered,
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
      ([asked, people, profiles], shares) => {
        const whole = compilePersonPredicate(asked);
        const live = compileLivePredicate(asked);
        for (const person of people) {
          const flip = live.nextFlip(remember(asked, person, profiles, 1), nowMs);
          expect(flip).toBeGreaterThan(nowMs);
          const until = Math.min(flip - 1, nowMs + 40 * 86_400_000);
          for (const share of [...shares, 1]) expect(whole(person, nowMs + Math.floor((until - nowMs) * share))).toBe(whole(person, nowMs));
        }
      },
    ),
    { numRuns: 400 },
  ));

test("a condition alone changes at the very moment that is named", () =>
  fc.assert(
    fc.property(
      leaf.filter((one) => liveIssues(one).length === 0 && !("sequence" in one)),
      arbitraryPeople,
      (asked, people) => {
        const whole = compilePersonPredicate(asked);
        for (const person of people) {
          const flip = compileLivePredicate(asked).nextFlip(remember(asked, person, 1, 1), nowMs);
          if (flip !== Infinity) expect(whole(person, flip)).not.toBe(whole(person, nowMs));
        }
      },
    ),
  ));

test("what explains says of the whole what the whole says", () =>
  fc.assert(
    fc.property(remembered, ([asked, people, profiles]) => {
      for (const person of people)
        expect(explainPredicate(asked, remember(asked, person, profiles, 1), nowMs).holds).toBe(
          compilePersonPredicate(asked)(person, nowMs),
        );
    }),
  ));

test("conditions that say the same are one condition", () => {
  const paid = { property: "event.paid", op: "eq" as const, value: true };
  const web = { property: "event.$channel", op: "eq" as const, value: "web" };
  expect(canonicalMatch({ event: ["B", "A", "B"], where: { all: [paid, web] } })).toBe(
    canonicalMatch({ event: ["A", "B"], where: { all: [{ value: "web", op: "eq", property: "event.$channel" }, paid] } }),
  );
  expect(canonicalMatch({ event: ["A"] })).toBe(canonicalMatch({ event: "A", where: undefined }));
  expect(canonicalMatch({ event: null })).not.toBe(canonicalMatch({ event: "A" }));
});

const someMatches = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(7, 70, 8))).map(matchesOf);
test("uniting matches is idempotent and the same in any order", () =>
  fc.assert(
    fc.property(fc.tuple(someMatches, someMatches, someMatches), ([a, b, c]) => {
      expect(uniteMatches(a, b)).toEqual(uniteMatches(b, a));
      expect(uniteMatches(uniteMatches(a, b), c)).toEqual(uniteMatches(a, uniteMatches(b, c)));
      expect(uniteMatches(a, a)).toEqual(a);
    }),
  ));
