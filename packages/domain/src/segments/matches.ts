import { compareIds } from "../identity/derive-ids.ts";

/** Interactions of one profile that match a condition, in order of time and id: when (ms since 1970) and which (63 bits of the id, as decimal text). */
export type Matches = { at: readonly number[]; ids: readonly string[] };

export const noMatches: Matches = { at: [], ids: [] };

/** Both together, each interaction once: commutative, associative and idempotent. */
export function uniteMatches(a: Matches, b: Matches): Matches {
  if (b.at.length === 0) return a;
  const at: number[] = [];
  const ids: string[] = [];
  const put = (from: Matches, index: number) => {
    const [when, id] = [from.at[index] as number, from.ids[index] as string];
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
  (a.at[i] as number) - (b.at[j] as number) || compareIds(a.ids[i] as string, b.ids[j] as string);

/** Pairs in any order, repeated or not, as matches. */
export function matchesOf(pairs: readonly (readonly [at: number, id: string])[]): Matches {
  const sorted = [...pairs].sort((a, b) => a[0] - b[0] || compareIds(a[1], b[1]));
  const once = sorted.filter(([at, id], index) => at !== sorted[index - 1]?.[0] || id !== sorted[index - 1]?.[1]);
  return { at: once.map(([at]) => at), ids: once.map(([, id]) => id) };
}

/** The 63 bits of an interaction's id (a UUID) that matches remember. */
export const matchIdOf = (interactionId: string): string =>
  (BigInt(`0x${interactionId.replaceAll("-", "").slice(0, 16)}`) & 0x7fff_ffff_ffff_ffffn).toString();
