import { startNode } from "../journey/definition.ts";
import type { Predicate } from "../predicate/predicate.ts";

/** What a predicate names by its key. */
export type Named = { segment: string } | { journey: string } | { journey: string; stage: string };
/** How it is called. */
export type NameOf = (named: Named) => string;

type Known = { key: string; name: string };

/** Names from what is known; what is not there (any more) is called by its key. */
export function nameByKey(known: { segments: readonly Known[]; journeys: readonly (Known & { stages: readonly Known[] })[] }): NameOf {
  const called = (list: readonly Known[], key: string) => list.find((one) => one.key === key)?.name ?? key;
  return (named) => {
    if ("segment" in named) return called(known.segments, named.segment);
    if (!("stage" in named)) return called(known.journeys, named.journey);
    return called(known.journeys.find(({ key }) => key === named.journey)?.stages ?? [], named.stage);
  };
}

/** The same predicate with segments, journeys and stages by their names, to be described. */
export function withNames(predicate: Predicate, nameOf: NameOf): Predicate {
  const inside = (part: Predicate) => withNames(part, nameOf);
  if ("all" in predicate) return { all: predicate.all.map(inside) };
  if ("any" in predicate) return { any: predicate.any.map(inside) };
  if ("not" in predicate) return { not: inside(predicate.not) };
  if ("peopleIn" in predicate) return { ...predicate, peopleIn: nameOf({ segment: predicate.peopleIn }) };
  if ("stage" in predicate) {
    const { journey, stage } = predicate.stage;
    return { stage: { journey: nameOf({ journey }), stage: stage === startNode ? stage : nameOf({ journey, stage }) } };
  }
  return "segment" in predicate ? { segment: nameOf(predicate) } : predicate;
}
