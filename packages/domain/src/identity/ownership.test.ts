import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownerAt, stretchesOf, type Claim } from "./ownership.ts";

const claim = fc.record({
  claimant: fc.constantFrom("a", "b", "c"),
  at: fc.integer({ min: 1, max: 20 }),
  messageId: fc.constantFrom("m1", "m2", "m3"),
});
const claims = fc.array(claim, { maxLength: 12 });
const shuffledWith = (list: readonly Claim[], weights: readonly number[]) =>
  list
    .map((one, index) => ({ one, weight: weights[index] ?? 0 }))
    .sort((x, y) => x.weight - y.weight)
    .map(({ one }) => one);

describe("who owns a device over time", () => {
  test("does not depend on the order in which claims arrive, nor on how often", () => {
    fc.assert(
      fc.property(claims, fc.array(fc.double({ noNaN: true }), { minLength: 24, maxLength: 24 }), (list, weights) => {
        expect(stretchesOf(shuffledWith([...list, ...list], weights))).toEqual(stretchesOf(list));
      }),
    );
  });

  test("begins with the first claimant, and each next one takes it from where they are seen", () => {
    expect(
      stretchesOf([
        { claimant: "b", at: 20, messageId: "2" },
        { claimant: "a", at: 10, messageId: "1" },
        { claimant: "a", at: 15, messageId: "3" },
      ]),
    ).toEqual([
      { from: 0, owner: "a" },
      { from: 20, owner: "b" },
    ]);
    expect(stretchesOf([])).toEqual([]);
  });

  test("is told without gaps: stretches begin at 0, go forward in time and change hands each time", () => {
    fc.assert(
      fc.property(claims, (list) => {
        const stretches = stretchesOf(list);
        const starts = stretches.map((stretch) => stretch.from);
        expect(starts).toEqual(starts.toSorted((a, b) => a - b));
        if (list.length > 0) expect(stretches[0]?.from).toBe(0);
        stretches.forEach((stretch, index) => expect(stretch.owner).not.toBe(stretches[index + 1]?.owner));
        for (let at = 0; at <= 21; at++) expect(ownerAt(stretches, at) === null).toBe(list.length === 0);
      }),
    );
  });

  test("at a moment it is the one whose stretch it lies in", () => {
    const stretches = [
      { from: 0, owner: "a" },
      { from: 20, owner: "b" },
    ];
    expect([-5, 0, 19, 20, 99].map((at) => ownerAt(stretches, at))).toEqual(["a", "a", "a", "b", "b"]);
    expect(ownerAt([], 5)).toBeNull();
  });
});
