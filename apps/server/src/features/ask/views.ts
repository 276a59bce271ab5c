import type { Predicate, Query } from "@throughline/contract";
import { querySchema } from "@throughline/contract";

/** Views of pages and screens carry the page's own name, if any. Questions speak of them together, by these names. */
export const viewNames = { page: "Page Viewed", screen: "Screen Viewed" } as const;

type Node = { [key: string]: unknown };

/**
 * A query with the names of views → the same with what they stand for: any interaction of that kind. Null where a name of views stands for one node or one of several names,
 * which no query can say. `tracked`: names that the customer sends as events of their own; they stay.
 */
export function resolveViews(query: Query, tracked: ReadonlySet<string>): Query | null {
  const kinds = new Map<unknown, string>(Object.entries(viewNames).flatMap(([kind, name]) => (tracked.has(name) ? [] : [[name, kind]])));
  let isSayable = true;
  const resolve = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(resolve);
    if (typeof node !== "object" || node === null) return node;
    const resolved: Node = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value)]));
    for (const key of ["event", "did"]) {
      const kind = kinds.get(resolved[key]);
      if (kind !== undefined) Object.assign(resolved, { [key]: null, where: withKind(kind, resolved["where"] as Predicate | undefined) });
    }
    const named = [resolved["event"], resolved["did"], resolved["sequence"], resolved["start"], resolved["end"]];
    if (named.flat().some((name) => kinds.has(name))) isSayable = false;
    return resolved;
  };
  const resolved = resolve(query);
  return isSayable ? querySchema.parse(resolved) : null;
}

function withKind(kind: string, where: Predicate | undefined): Predicate {
  const ofKind: Predicate = { property: "event.$kind", op: "eq", value: kind };
  return where === undefined ? ofKind : { all: [ofKind, where] };
}
