import type { Predicate } from "@throughline/contract";

/**
 * A predicate with live segments written out: the past does not tell who was in them, but what they ask can be asked of the past. Static segments stay.
 * @throws RangeError for a segment that names itself.
 */
export function withSegmentsInside(
  predicate: Predicate,
  segments: ReadonlyMap<string, Predicate>,
  within: readonly string[] = [],
): Predicate {
  const inner = (part: Predicate): Predicate => withSegmentsInside(part, segments, within);
  if ("all" in predicate) return { all: predicate.all.map(inner) };
  if ("any" in predicate) return { any: predicate.any.map(inner) };
  if ("not" in predicate) return { not: inner(predicate.not) };
  if (!("segment" in predicate)) return predicate;
  const meant = segments.get(predicate.segment);
  if (meant === undefined) return predicate;
  if (within.includes(predicate.segment)) throw new RangeError(`The segment ${predicate.segment} depends on itself.`);
  return withSegmentsInside(meant, segments, [...within, predicate.segment]);
}
