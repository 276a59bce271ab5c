import { durationMs, type EventMatch, type JourneyDefinition } from "@throughline/contract";
import { instancesOf } from "../journeys/instances.ts";
import { nodeOf, type JourneyMark } from "../journeys/mark-interactions.ts";
import type { Served } from "../predicates/compile-sequence.ts";
import { canonicalMatch } from "./canonical-match.ts";
import { mergeNeeds, mostKept, type Needs } from "./needs.ts";
import type { RememberedView } from "./remembered.ts";

/** Definitions of journeys by their keys. */
export type JourneyDefinitions = Readonly<Record<string, JourneyDefinition>>;
/** Where somebody is in a journey: a stage's key or `$start`, and since when. */
type JourneyPlace = { node: string; sinceMs: number };
/** A journey as live segments follow it: the rules are those of its map. */
export type LiveJourney = {
  /** Null where no instance is open. */
  placeOf(person: RememberedView, nowMs: number): JourneyPlace | null;
  /** The first moment after now at which the place can be another by time alone; Infinity where there is none. */
  nextMove(person: RememberedView, nowMs: number): number;
};
export type LiveJourneys = ReadonlyMap<string, LiveJourney>;

type JourneyCondition = { match: EventMatch; text: string; needs: Needs };

/**
 * What has to be remembered of behaviour for a person's place in a journey. Of entries and ends everything: where an instance begins depends on those before it. What leads to stages decides
 * nothing but the place within an instance, and one that is open began no longer ago than the window.
 */
export function conditionsOfJourney(definition: JourneyDefinition): JourneyCondition[] {
  const { entry, stages, goal, failures, window } = definition;
  const conditions = new Map<string, JourneyCondition>();
  const add = (needs: Needs) => (match: EventMatch) => {
    const text = canonicalMatch(match);
    const known = conditions.get(text);
    conditions.set(text, { match, text, needs: known ? mergeNeeds(known.needs, needs) : needs });
  };
  [entry, ...goal, ...failures.map((failure) => failure.match)].forEach(add({ every: true, first: 0, latest: 0, withinMs: 0 }));
  stages.flatMap(({ matches }) => matches).forEach(add({ every: false, first: 0, latest: mostKept, withinMs: durationMs(window) }));
  return [...conditions.values()];
}

/** Prepares a journey to be asked where people are. */
export function compileLiveJourney(definition: JourneyDefinition): LiveJourney {
  const windowMs = durationMs(definition.window);
  const rules = { stages: definition.stages.map(({ key }) => key), failures: definition.failures.map(({ key }) => key), windowMs };
  const conditions = conditionsOfJourney(definition);
  const texts = new Map<EventMatch, string>();
  const textOf = (match: EventMatch): string => {
    const text = texts.get(match) ?? canonicalMatch(match);
    texts.set(match, text);
    return text;
  };
  // Several segments ask for stages of the same journey, one after another about the same person.
  const marked = new WeakMap<RememberedView, JourneyMark[]>();
  const marksOf = (person: RememberedView): JourneyMark[] => {
    const known = marked.get(person);
    if (known) return known;
    const found = new Map<Served, Set<string>>();
    for (const { text } of conditions)
      for (const one of (person.namedMatches ?? person.matches).get(text) ?? []) {
        const fulfilled = found.get(one);
        if (fulfilled) fulfilled.add(text);
        else found.set(one, new Set([text]));
      }
    const marks = [...found].map(([{ at }, fulfilled]) => {
      const matches = (match: EventMatch) => fulfilled.has(textOf(match));
      return { ...plainMark, at, isEntry: matches(definition.entry), node: nodeOf(definition, matches) };
    });
    marked.set(person, marks);
    return marks;
  };
  const openOf = (person: RememberedView, nowMs: number) => {
    const last = instancesOf(rules, marksOf(person), nowMs).at(-1);
    return last?.end === null ? last : null;
  };
  return {
    placeOf(person, nowMs) {
      const visit = openOf(person, nowMs)?.visits.at(-1);
      return visit ? { node: visit.node, sinceMs: visit.from } : null;
    },
    nextMove(person, nowMs) {
      const next = marksOf(person).reduce((earliest, { at }) => (at >= nowMs ? Math.min(earliest, at + 1) : earliest), Infinity);
      const open = openOf(person, nowMs);
      return open ? Math.min(next, open.startedAt + windowMs + 1) : next;
    },
  };
}

/** Of an interaction nothing else decides the place. */
const plainMark = {
  isContact: false,
  isFriction: false,
  channel: "server",
  actor: "customer",
  team: null,
  announces: [],
  pieces: [],
  revenue: 0,
} as const satisfies Partial<JourneyMark>;
