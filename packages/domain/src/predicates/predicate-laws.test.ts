import { predicateSchema, type Predicate } from "@throughline/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileEventPredicate, compilePersonPredicate, type PersonView } from "./index.ts";
import { arbitraryNowMs, arbitraryPeople, arbitraryPredicate } from "./testing/arbitraries.ts";

const scopes = ["person", "event"] as const;
/** What a predicate says of each of these people, or of each of their interactions. */
const verdicts = (predicate: Predicate, people: readonly PersonView[], scope: "person" | "event"): boolean[] => {
  if (scope === "person") return people.map((person) => compilePersonPredicate(predicate)(person, arbitraryNowMs));
  const test = compileEventPredicate(predicate);
  return people.flatMap((person) => person.interactions.map((one) => test(one, person, arbitraryNowMs)));
};

test.each(scopes)("random predicates of scope %s are such as the contract takes", (scope) =>
  fc.assert(fc.property(arbitraryPredicate(scope), (predicate) => predicateSchema.safeParse(predicate).success)),
);

test("random predicates hold for some and not for others", () => {
  const [people] = fc.sample(arbitraryPeople, { numRuns: 1, seed: 7 });
  const all = fc
    .sample(arbitraryPredicate("event"), { numRuns: 300, seed: 7 })
    .flatMap((predicate) => verdicts(predicate, people!, "event"));
  const share = all.filter(Boolean).length / all.length;
  expect(share).toBeGreaterThan(0.1);
  expect(share).toBeLessThan(0.9);
});

test.each(scopes)("not is the contrary (%s)", (scope) =>
  fc.assert(
    fc.property(arbitraryPredicate(scope), arbitraryPeople, (predicate, people) => {
      expect(verdicts({ not: predicate }, people, scope)).toEqual(verdicts(predicate, people, scope).map((held) => !held));
    }),
  ),
);

test.each(scopes)("all and any of several follow from each alone, and from each other by not (%s)", (scope) =>
  fc.assert(
    fc.property(fc.array(arbitraryPredicate(scope, 2), { maxLength: 4 }), arbitraryPeople, (parts, people) => {
      const each = parts.map((part) => verdicts(part, people, scope));
      const all = verdicts({ all: parts }, people, scope);
      const any = verdicts({ any: parts }, people, scope);
      expect(all).toEqual(all.map((_, index) => each.every((verdict) => verdict[index])));
      expect(any).toEqual(any.map((_, index) => each.some((verdict) => verdict[index])));
      expect(verdicts({ not: { any: parts.map((not) => ({ not })) } }, people, scope)).toEqual(all);
    }),
  ),
);

const contraries = { eq: "neq", in: "notIn", contains: "notContains", exists: "notExists" } as const;
test.each(scopes)("each negative operator is the contrary of its positive (%s)", (scope) =>
  fc.assert(
    fc.property(arbitraryPredicate(scope, 1), arbitraryPeople, (predicate, people) => {
      if (!("op" in predicate) || !(predicate.op in contraries)) return;
      const contrary = { ...predicate, op: contraries[predicate.op as keyof typeof contraries] } as Predicate;
      expect(verdicts(contrary, people, scope)).toEqual(verdicts(predicate, people, scope).map((held) => !held));
    }),
    { numRuns: 400 },
  ),
);

test("whatever satisfies an operator with a value exists", () =>
  fc.assert(
    fc.property(arbitraryPredicate("event", 1), arbitraryPeople, (predicate, people) => {
      if (!("property" in predicate) || ["neq", "notIn", "notContains", "notExists"].includes(predicate.op)) return;
      const exists = verdicts({ property: predicate.property, op: "exists" }, people, "event");
      for (const [index, held] of verdicts(predicate, people, "event").entries()) if (held) expect(exists[index]).toBe(true);
    }),
    { numRuns: 400 },
  ));

test("a sequence within a time is also one without, and all of its steps were done", () =>
  fc.assert(
    fc.property(arbitraryPeople, fc.constantFrom("A", "B", "C"), fc.constantFrom("A", "B", "C"), (people, first, second) => {
      const sequence = [first, second];
      const within = verdicts({ sequence, within: { value: 1, unit: "day" } }, people, "person");
      const ever = verdicts({ sequence }, people, "person");
      const both = verdicts({ all: [{ did: first }, { did: second }] }, people, "person");
      people.forEach((_, index) => {
        if (within[index]) expect(ever[index]).toBe(true);
        if (ever[index]) expect(both[index]).toBe(true);
      });
    }),
  ));

test("the order in which interactions are known changes nothing", () =>
  fc.assert(
    fc.property(arbitraryPredicate("person"), arbitraryPeople, (predicate, people) => {
      const reversed = people.map((person) => ({ ...person, interactions: person.interactions.toReversed() }));
      expect(verdicts(predicate, reversed, "person")).toEqual(verdicts(predicate, people, "person"));
    }),
  ));
