import type { Predicate } from "@throughline/contract";
import { compilePersonPredicate } from "../predicates/compile-predicate.ts";
import { compileNextFlip } from "./next-flip.ts";
import { amongMatches, type RememberedView } from "./remembered.ts";

export type LivePredicate = {
  holds(person: RememberedView, nowMs: number): boolean;
  /** When it could change by time alone, ms since 1970, or Infinity. */
  nextFlip(person: RememberedView, nowMs: number): number;
};

/** A predicate of people over what is remembered of their behaviour: the one interpreter, with another source for `did` and `sequence`. */
export const compileLivePredicate = (predicate: Predicate): LivePredicate => ({
  holds: compilePersonPredicate(predicate, amongMatches),
  nextFlip: compileNextFlip(predicate),
});
