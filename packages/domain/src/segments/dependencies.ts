import type { Predicate } from "@throughline/contract";
import { leavesOf } from "./condition.ts";

/** Keys of the segments that a predicate names; one of accounts also those of people that it counts. */
export const segmentsNamedBy = (predicate: Predicate): string[] => [
  ...new Set(leavesOf(predicate).flatMap((leaf) => ("segment" in leaf ? [leaf.segment] : "peopleIn" in leaf ? [leaf.peopleIn] : []))),
];

/** Keys of the segments of people whose members a predicate of accounts counts. */
export const segmentsCountedBy = (predicate: Predicate): string[] => [
  ...new Set(leavesOf(predicate).flatMap((leaf) => ("peopleIn" in leaf ? [leaf.peopleIn] : []))),
];

type Named = { key: string; names: readonly string[] };

/** Segments so that each comes after those that it names. Throws RangeError for a circle: ask {@link circleOf} before saving. */
export function inOrderOfNames<Segment extends Named>(segments: readonly Segment[]): Segment[] {
  const byKey = new Map(segments.map((segment) => [segment.key, segment]));
  const ordered: Segment[] = [];
  const state = new Map<string, "open" | "done">();
  const visit = (segment: Segment): void => {
    if (state.get(segment.key) === "done") return;
    if (state.get(segment.key) === "open") throw new RangeError(`the segment ${segment.key} names itself`);
    state.set(segment.key, "open");
    for (const key of segment.names) {
      const named = byKey.get(key);
      if (named) visit(named);
    }
    state.set(segment.key, "done");
    ordered.push(segment);
  };
  for (const segment of segments) visit(segment);
  return ordered;
}

/** The way from a segment through those it names back to itself, both ends included; null where there is none. */
export function circleOf(key: string, segments: readonly Named[]): string[] | null {
  const namesOf = new Map(segments.map((segment) => [segment.key, segment.names]));
  const seen = new Set<string>();
  const search = (at: string, way: readonly string[]): string[] | null => {
    for (const next of namesOf.get(at) ?? []) {
      if (next === key) return [...way, next];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = search(next, [...way, next]);
      if (found) return found;
    }
    return null;
  };
  return search(key, [key]);
}
