/** Interactions of one profile that match a condition, in order of time and id: when (ms since 1970) and which (47 bits of the id, a hash). */
export type Matches = { at: readonly number[]; ids: readonly number[] };

export const noMatches: Matches = { at: [], ids: [] };

/** Both together, each interaction once: commutative, associative and idempotent. */
export function uniteMatches(a: Matches, b: Matches): Matches {
  if (b.at.length === 0) return a;
  const at: number[] = [];
  const ids: number[] = [];
  const put = (from: Matches, index: number) => {
    const [when, id] = [from.at[index] as number, from.ids[index] as number];
    if (at.at(-1) === when && ids.at(-1) === id) return;
    at.push(when);
    ids.push(id);
  };
  for (let i = 0, j = 0; i < a.at.length || j < b.at.length;) {
    if (j >= b.at.length || (i < a.at.length && order(a, i, b, j) <= 0)) put(a, i++);
    else put(b, j++);
  }
  return { at, ids };
}

const order = (a: Matches, i: number, b: Matches, j: number): number =>
  (a.at[i] as number) - (b.at[j] as number) || (a.ids[i] as number) - (b.ids[j] as number);

/** Pairs in any order, repeated or not, as matches. */
export function matchesOf(pairs: readonly (readonly [at: number, id: number])[]): Matches {
  if (pairs.length === 1) return { at: [pairs[0]?.[0] as number], ids: [pairs[0]?.[1] as number] };
  const sorted = [...pairs].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const once = sorted.filter(([at, id], index) => at !== sorted[index - 1]?.[0] || id !== sorted[index - 1]?.[1]);
  return { at: once.map(([at]) => at), ids: once.map(([, id]) => id) };
}

/** The 47 bits of an interaction's id (a UUID that is a hash) that matches remember: the first 48 without the very first. */
export const matchIdOf = (interactionId: string): number =>
  Number.parseInt(`${interactionId.slice(0, 8)}${interactionId.slice(9, 13)}`, 16) % 2 ** 47;
