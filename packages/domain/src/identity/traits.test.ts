import fc from "fast-check";
import { expect, test } from "vitest";
import { foldTraits, traitsAt, traitsOnceAt, traitValues, type TraitEntry, type Traits } from "./traits.ts";

// One message states one value of a name, and one in case that nobody does: the value follows from when and where it was stated.
const entry = fc
  .tuple(fc.nat({ max: 5 }), fc.constantFrom("m1", "m2", "m3"), fc.boolean())
  .map(([at, messageId, once]): TraitEntry =>
    once ? [`once ${at} ${messageId}`, at, messageId, true] : [`${at} ${messageId}`, at, messageId],
  );
const traits = fc.dictionary(fc.constantFrom("a", "b", "__proto__", "constructor"), entry);

test("folding is commutative, associative and idempotent: every order and repetition gives the same", () => {
  fc.assert(
    fc.property(traits, traits, traits, (a, b, c) => {
      expect(foldTraits(a, b)).toEqual(foldTraits(b, a));
      expect(foldTraits(foldTraits(a, b), c)).toEqual(foldTraits(a, foldTraits(b, c)));
      expect(foldTraits(a, a)).toEqual(foldTraits(a));
      expect(foldTraits(a, {})).toEqual(foldTraits(a));
    }),
  );
});

test("the latest holds; within a millisecond the larger message id", () => {
  const older: Traits = { plan: ["free", 1, "z"] };
  expect(foldTraits({ plan: ["pro", 2, "a"] }, older)["plan"]?.[0]).toBe("pro");
  expect(foldTraits({ plan: ["pro", 1, "a"] }, older)["plan"]?.[0]).toBe("free");
});

test("what is stated once yields to any plain statement, earlier or later; among themselves the earliest holds", () => {
  const once = traitsOnceAt({ plan: "first" }, 5, "m5");
  for (const at of [1, 9]) expect(traitValues(foldTraits(once, traitsAt({ plan: "pro" }, at, "m")))).toEqual({ plan: "pro" });
  expect(traitValues(foldTraits(once, traitsOnceAt({ plan: "later" }, 6, "m0")))).toEqual({ plan: "first" });
  expect(traitValues(foldTraits(once, traitsOnceAt({ plan: "smaller id" }, 5, "m4")))).toEqual({ plan: "smaller id" });
  expect(traitValues(foldTraits(once, traitsAt({ plan: null }, 1, "m")))).toEqual({});
});

test("a trait that was set to null is gone until it is stated again", () => {
  const gone = foldTraits(traitsAt({ plan: "pro", name: "Ann" }, 1, "m1"), traitsAt({ plan: null }, 2, "m2"));
  expect(traitValues(gone)).toEqual({ name: "Ann" });
  expect(traitValues(foldTraits(gone, traitsAt({ plan: "free" }, 3, "m3")))).toEqual({ name: "Ann", plan: "free" });
});

test("any name is a name, also those that objects have of their own", () => {
  const stated = traitsAt(JSON.parse('{"__proto__":1,"constructor":2,"toString":3}') as object as Record<string, unknown>, 1, "m1");
  const values = traitValues(foldTraits(stated, traitsAt({ toString: 4 }, 2, "m2")));
  expect(Object.entries(values).sort()).toEqual([
    ["__proto__", 1],
    ["constructor", 2],
    ["toString", 4],
  ]);
  expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
});
