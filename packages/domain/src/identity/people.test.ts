import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Claim } from "./ownership.ts";
import { resolvePeople, type IdentityGraph, type IdentityProfile, type MergeLink } from "./people.ts";

const profiles: IdentityProfile[] = [
  { id: "1", kind: "userId" },
  { id: "2", kind: "userId" },
  { id: "3", kind: "userId" },
  { id: "11", kind: "email" },
  { id: "12", kind: "email" },
  { id: "21", kind: "anonymousId" },
  { id: "22", kind: "anonymousId" },
];
const users = ["1", "2", "3"];
const claim = (claimants: readonly string[]) =>
  fc.record({ claimant: fc.constantFrom(...claimants), at: fc.integer({ min: 1, max: 9 }), messageId: fc.constantFrom("m1", "m2") });
const claims = fc
  .record({
    "11": fc.array(claim(users), { maxLength: 3 }),
    "12": fc.array(claim(users), { maxLength: 3 }),
    "21": fc.array(claim([...users, "11"]), { maxLength: 3 }),
    "22": fc.array(claim([...users, "11", "12"]), { maxLength: 3 }),
  })
  .map((all) => new Map<string, readonly Claim[]>(Object.entries(all).filter(([, list]) => list.length > 0)));
const merges = fc.array(
  fc
    .record({ from: fc.constantFrom("1", "2", "3", "21", "22"), into: fc.constantFrom("1", "2", "3") })
    .filter((link) => link.from !== link.into),
  { maxLength: 3 },
);
const graph = fc.record({ claims, merges }).map((parts): IdentityGraph => ({ profiles, ...parts }));

const owners = (ownership: ReturnType<typeof resolvePeople>) => Object.fromEntries([...ownership].sort(([a], [b]) => (a < b ? -1 : 1)));

describe("people of an identity graph", () => {
  test("are a function of what is known, not of the order or repetition in which it came", () => {
    fc.assert(
      fc.property(graph, (one) => {
        const other: IdentityGraph = {
          profiles: [...one.profiles].reverse(),
          claims: new Map([...one.claims].reverse().map(([id, list]) => [id, [...list, ...list].reverse()])),
          merges: [...one.merges, ...one.merges].reverse(),
        };
        expect(owners(resolvePeople(other))).toEqual(owners(resolvePeople(one)));
      }),
    );
  });

  test("own each profile at every moment, and each person owns the profile whose id they have", () => {
    fc.assert(
      fc.property(graph, (one) => {
        const ownership = resolvePeople(one);
        for (const profile of one.profiles) {
          const stretches = ownership.get(profile.id) ?? [];
          expect(stretches[0]?.from).toBe(0);
          stretches.forEach((stretch, index) => {
            expect(stretch.from).toBeLessThan(stretches[index + 1]?.from ?? Infinity);
            expect(stretch.owner).not.toBe(stretches[index + 1]?.owner);
            expect(ownership.get(stretch.owner)?.some((own) => own.owner === stretch.owner)).toBe(true);
          });
        }
      }),
    );
  });

  test("taking a merge away gives what never merging gave", () => {
    fc.assert(
      fc.property(graph, fc.constantFrom<MergeLink>({ from: "1", into: "2" }, { from: "3", into: "1" }), (one, extra) => {
        const merged = { ...one, merges: [...one.merges, extra] };
        const taken = { ...merged, merges: merged.merges.filter((link) => link !== extra) };
        expect(owners(resolvePeople(taken))).toEqual(owners(resolvePeople(one)));
      }),
    );
  });

  test("never are two users one without a merge", () => {
    fc.assert(
      fc.property(claims, (all) => {
        const ownership = resolvePeople({ profiles, claims: all, merges: [] });
        for (const user of users) expect(ownership.get(user)).toEqual([{ from: 0, owner: user }]);
      }),
    );
  });

  test("merged users are one, under the id that merges point to; what both claimed follows", () => {
    const shared = new Map([
      [
        "21",
        [
          { claimant: "1", at: 1, messageId: "a" },
          { claimant: "2", at: 5, messageId: "b" },
        ],
      ],
    ]);
    expect(resolvePeople({ profiles, claims: shared, merges: [] }).get("21")).toEqual([
      { from: 0, owner: "1" },
      { from: 5, owner: "2" },
    ]);
    const merged = resolvePeople({ profiles, claims: shared, merges: [{ from: "2", into: "1" }] });
    expect([merged.get("1"), merged.get("2"), merged.get("21")]).toEqual([
      [{ from: 0, owner: "1" }],
      [{ from: 0, owner: "1" }],
      [{ from: 0, owner: "1" }],
    ]);
  });

  test("a device that proved a contact follows whoever owns the contact, over time", () => {
    const chain = new Map([
      [
        "11",
        [
          { claimant: "1", at: 1, messageId: "a" },
          { claimant: "2", at: 5, messageId: "b" },
        ],
      ],
      ["21", [{ claimant: "11", at: 3, messageId: "c" }]],
    ]);
    expect(resolvePeople({ profiles, claims: chain, merges: [] }).get("21")).toEqual([
      { from: 0, owner: "1" },
      { from: 5, owner: "2" },
    ]);
  });

  test("merges in a circle end in one person all the same", () => {
    const ownership = resolvePeople({
      profiles,
      claims: new Map(),
      merges: [
        { from: "1", into: "2" },
        { from: "2", into: "3" },
        { from: "3", into: "1" },
      ],
    });
    expect(new Set(users.map((user) => ownership.get(user)?.[0]?.owner)).size).toBe(1);
  });
});
