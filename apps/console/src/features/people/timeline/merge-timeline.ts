import type { Interaction } from "@throughline/contract";

/** Loaded and newly arrived interactions as one timeline, newest first, each once. */
export function mergeTimeline(loaded: readonly Interaction[], arrived: readonly Interaction[]): readonly Interaction[] {
  if (arrived.length === 0) return loaded;
  const known = new Set(loaded.map(({ id }) => id));
  const fresh = arrived.filter(({ id }) => !known.has(id));
  if (fresh.length === 0) return loaded;
  return [...fresh, ...loaded].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
}
