import type { Predicate } from "@throughline/contract";
import { compilePersonPredicate, type StageTest } from "../predicates/compile-predicate.ts";
import type { LiveJourneys } from "./live-journey.ts";
import { compileNextFlip } from "./next-flip.ts";
import { amongMatches, type RememberedView } from "./remembered.ts";

export type LivePredicate = {
  holds(person: RememberedView, nowMs: number): boolean;
  /** When it could change by time alone, ms since 1970, or Infinity. */
  nextFlip(person: RememberedView, nowMs: number): number;
};

/** A predicate of people over what is remembered of their behaviour: the one interpreter, with another source for `did`, `sequence` and `stage`. `journeys` are those that it speaks of. */
export const compileLivePredicate = (predicate: Predicate, journeys: LiveJourneys = new Map()): LivePredicate => ({
  holds: compilePersonPredicate(predicate, { behaviour: amongMatches, stage: inJourneys(journeys) }),
  nextFlip: compileNextFlip(predicate, journeys),
});

const inJourneys =
  (journeys: LiveJourneys) =>
  ({ journey: key, stage }: { journey: string; stage: string }): StageTest => {
    const journey = journeys.get(key);
    return ({ person, nowMs }) => journey?.placeOf(person as RememberedView, nowMs)?.node === stage;
  };
