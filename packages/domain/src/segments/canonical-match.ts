import type { EventMatch } from "@throughline/contract";

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
