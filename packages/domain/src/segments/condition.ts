import { durationMs, type DidPredicate, type EventMatch, type Predicate } from "@throughline/contract";
import { canonicalMatch } from "./canonical-match.ts";
import { conditionsOfJourney, type JourneyDefinitions } from "./live-journey.ts";
import { mergeNeeds, type Needs } from "./needs.ts";

/** A behavioural condition of live segments: what is looked for, and which of its matches can matter. */
export type Condition = { match: EventMatch; text: string; needs: Needs };

/** The leaves of a predicate of people: everything but groups. What stands inside the `where` of a `did` is part of that leaf. */
export function leavesOf(predicate: Predicate): Exclude<Predicate, { all: Predicate[] } | { any: Predicate[] } | { not: Predicate }>[] {
  if ("all" in predicate) return predicate.all.flatMap(leavesOf);
  if ("any" in predicate) return predicate.any.flatMap(leavesOf);
  if ("not" in predicate) return leavesOf(predicate.not);
  return [predicate];
}

/** Keys of the journeys that a predicate speaks of. */
export const journeysNamedBy = (predicate: Predicate): string[] => [
  ...new Set(leavesOf(predicate).flatMap((leaf) => ("stage" in leaf ? [leaf.stage.journey] : []))),
];

/** The conditions of a predicate, each once; `journeys` are those that it speaks of. */
export function conditionsOf(predicate: Predicate, journeys: JourneyDefinitions = {}): Condition[] {
  const conditions = new Map<string, Condition>();
  const add = (match: EventMatch, needs: Needs) => {
    const text = canonicalMatch(match);
    const known = conditions.get(text);
    conditions.set(text, { match, text, needs: known ? mergeNeeds(known.needs, needs) : needs });
  };
  for (const leaf of leavesOf(predicate)) {
    if ("did" in leaf) add({ event: leaf.did, where: leaf.where }, needsOfDid(leaf));
    if ("sequence" in leaf)
      for (const step of leaf.sequence)
        add(typeof step === "string" ? { event: step } : step, { every: true, first: 0, latest: 0, withinMs: 0 });
  }
  for (const key of journeysNamedBy(predicate))
    for (const { match, needs } of Object.hasOwn(journeys, key) ? conditionsOfJourney(journeys[key] as JourneyDefinitions[string]) : [])
      add(match, needs);
  return [...conditions.values()];
}

/** The largest count that makes a difference: one more than a limit is as good as any more. */
export function largestCount({ count = { gte: 1 } }: Pick<DidPredicate, "count">): number {
  if ("eq" in count) return count.eq + 1;
  const most = count.lte === undefined ? 0 : count.lte + 1;
  return Math.max(1, most, "gte" in count ? count.gte : 0);
}

function needsOfDid(did: DidPredicate): Needs {
  const count = largestCount(did);
  return did.within
    ? { every: false, first: 0, latest: count, withinMs: durationMs(did.within) }
    : { every: false, first: count, latest: 0, withinMs: 0 };
}
