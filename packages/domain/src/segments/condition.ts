import { durationMs, type DidPredicate, type EventMatch, type Predicate } from "@throughline/contract";
import { mergeNeeds, type Needs } from "./needs.ts";

/** A behavioural condition of live segments: what is looked for, and which of its matches can matter. */
export type Condition = { match: EventMatch; text: string; needs: Needs };

/** One text for all matches that mean the same for certain: names in order and once each, the parts of `all` and `any` in order, keys in order. */
export function canonicalMatch({ event, where }: EventMatch): string {
  const names = Array.isArray(event) ? [...new Set(event)].sort() : event;
  const one = Array.isArray(names) && names.length === 1 ? names[0] : names;
  return JSON.stringify({ event: one, ...(where ? { where: canonical(where) } : {}) });
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]): [string, unknown] => [
      name,
      (name === "all" || name === "any") && Array.isArray(inner) ? inOrder(inner) : canonical(inner),
    ]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const inOrder = (parts: readonly unknown[]): unknown[] =>
  parts
    .map((part) => ({ part: canonical(part), text: JSON.stringify(canonical(part)) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ part }) => part);

/** The leaves of a predicate of people: everything but groups. What stands inside the `where` of a `did` is part of that leaf. */
export function leavesOf(predicate: Predicate): Exclude<Predicate, { all: Predicate[] } | { any: Predicate[] } | { not: Predicate }>[] {
  if ("all" in predicate) return predicate.all.flatMap(leavesOf);
  if ("any" in predicate) return predicate.any.flatMap(leavesOf);
  if ("not" in predicate) return leavesOf(predicate.not);
  return [predicate];
}

/** The conditions of a predicate, each once. */
export function conditionsOf(predicate: Predicate): Condition[] {
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
