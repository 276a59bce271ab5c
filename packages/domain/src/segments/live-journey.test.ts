import type { EventMatch, JourneyDefinition, Predicate } from "@throughline/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { instancesOf, nodeOf, type JourneyMark } from "../journeys/index.ts";
import { nobody } from "../predicates/view.ts";
import {
  compileLiveJourney,
  compileLivePredicate,
  conditionsOf,
  foldMatches,
  liveIssues,
  matchesOf,
  noMatches,
  retainMatches,
  uniteMatches,
  type Matches,
  type RememberedView,
} from "./index.ts";

const hourMs = 3_600_000;
const nowMs = Date.parse("2026-03-10T12:00:00Z");
const journey: JourneyDefinition = {
  key: "j",
  name: "Journey",
  owner: null,
  description: "",
  by: "person",
  entry: { event: ["A", "B"] },
  stages: [
    { key: "one", name: "One", matches: [{ event: "B" }] },
    { key: "two", name: "Two", matches: [{ event: "C" }, { event: "D" }] },
  ],
  goal: [{ event: "E" }],
  failures: [{ key: "lost", name: "Lost", match: { event: ["F", "D"] } }],
  window: { value: 10, unit: "hour" },
  contacts: [],
  conversation: [],
  friction: [],
  revenue: null,
  targets: {},
};
const stageOf = (stage: string): Predicate => ({ stage: { journey: "j", stage } });
const journeys = { j: journey };
const live = compileLiveJourney(journey);

type Did = { at: number; name: string; id: number };
const history = fc
  .array(fc.record({ hoursAgo: fc.integer({ min: -6, max: 40 }), name: fc.constantFrom("A", "B", "C", "D", "E", "F", "G") }), {
    maxLength: 14,
  })
  .map((list) => list.map(({ hoursAgo, name }, index): Did => ({ at: nowMs - hoursAgo * hourMs, name, id: index + 1 })));

/** As the pipeline remembers it: some of it later than the rest, by two profiles, and only what can matter. */
function remember(did: readonly Did[]): RememberedView {
  const owned = [0, 1].map(() => ({ fromMs: 0, untilMs: Infinity, matches: new Map<string, Matches>() }));
  for (const { match, text, needs } of conditionsOf(stageOf("one"), journeys))
    for (const [profile, { matches }] of owned.entries())
      for (const batch of [0, 1]) {
        const found = did.filter(
          ({ name }, index) =>
            index % 2 === profile && Math.floor((index * 2) / did.length) === batch && [match.event].flat().includes(name),
        );
        const now = uniteMatches(matches.get(text) ?? noMatches, matchesOf(found.map(({ at, id }) => [at, id])));
        matches.set(text, retainMatches(now, needs, { isWhole: true, nowMs }));
      }
  return {
    ...nobody,
    id: "1",
    matches: foldMatches(owned.map(({ matches, ...one }) => ({ ...one, matchesOf: (text) => matches.get(text) ?? null }))),
  };
}

/** By the rules of the map, over everything that was done. */
function placeByMap(did: readonly Did[], whenMs: number): { node: string; sinceMs: number } | null {
  const marks = did.map(({ at, name }): JourneyMark => {
    const matches = ({ event }: EventMatch) => [event].flat().includes(name);
    return {
      at,
      isEntry: matches(journey.entry),
      node: nodeOf(journey, matches),
      isContact: false,
      isFriction: false,
      channel: "web",
      actor: "customer",
      team: null,
      announces: [],
      pieces: [],
      revenue: 0,
    };
  });
  const last = instancesOf({ stages: ["one", "two"], failures: ["lost"], windowMs: 10 * hourMs }, marks, whenMs).at(-1);
  const visit = last?.end === null ? last.visits.at(-1) : undefined;
  return visit ? { node: visit.node, sinceMs: visit.from } : null;
}

test("somebody is where the map of the journey has them, now and as time passes", () =>
  fc.assert(
    fc.property(history, fc.array(fc.integer({ min: 0, max: 30 * hourMs }), { maxLength: 5 }), (did, later) => {
      const view = remember(did);
      for (const afterMs of [0, 1, hourMs, ...later]) expect(live.placeOf(view, nowMs + afterMs)).toEqual(placeByMap(did, nowMs + afterMs));
    }),
    { numRuns: 600 },
  ));

test("a stage is reached or left by time alone at the very moment that is named, and not before", () =>
  fc.assert(
    fc.property(history, fc.constantFrom("$start", "one", "two"), fc.double({ min: 0, max: 1, noNaN: true }), (did, stage, share) => {
      const predicate = compileLivePredicate(stageOf(stage), new Map([["j", live]]));
      const view = remember(did);
      const isThere = (whenMs: number) => placeByMap(did, whenMs)?.node === stage;
      const flip = predicate.nextFlip(view, nowMs);
      const until = Math.min(flip - 1, nowMs + 60 * hourMs);
      expect(isThere(nowMs + Math.floor((until - nowMs) * share))).toBe(isThere(nowMs));
      if (flip !== Infinity) expect(isThere(flip)).not.toBe(isThere(nowMs));
    }),
    { numRuns: 600 },
  ));

test("journeys that cannot be followed live are refused with the reason", () => {
  const said = (one: Partial<JourneyDefinition>) =>
    liveIssues(stageOf("one"), "predicate", { j: { ...journey, ...one } }).map(({ message }) => message);
  expect(said({})).toEqual([]);
  expect(liveIssues(stageOf("one"))).toEqual([expect.objectContaining({ field: "predicate.stage.journey" })]);
  expect(liveIssues(stageOf("three"), "predicate", journeys)).toEqual([
    { field: "predicate.stage.stage", message: "names a stage that Journey does not have: three", accepted: "$start, one, two" },
  ]);
  expect(said({ by: "account" })).toEqual([expect.stringContaining("a journey of accounts")]);
  expect(said({ entry: { event: "A", where: { property: "person.plan", op: "exists" } } })).toEqual([
    expect.stringContaining("speaks of the person or account behind the event"),
  ]);
  expect(said({ goal: [{ event: "Segment Entered" }] })).toEqual([expect.stringContaining("Segment Entered")]);
  expect(said({ contacts: [{ event: "X", where: { property: "person.plan", op: "exists" } }] })).toEqual([]);
});
