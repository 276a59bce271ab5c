import type { Seen } from "../seen.ts";

/** A step that an attempt has done: its index and when. `atMs` is the interaction's time, or that of the step before where a grace let it come earlier. */
export type Done = { step: number; seen: Seen; atMs: number };
/** Steps in the order of the funnel (for `any` in the order of time, numbered as they came). Never empty. */
export type Attempt = readonly Done[];

/** The questions that a funnel asks of one interaction, compiled. */
export type FunnelRules = {
  steps: { matches: (seen: Seen) => boolean; optional: boolean }[];
  exclusions: { matches: (seen: Seen) => boolean; from: number; to: number }[];
  order: "ordered" | "strict" | "any";
  windowMs: number;
  /** Whether only the first beginning counts. */
  firstAttemptOnly: boolean;
  /** Whether one interaction may fulfil several steps. */
  reuses: boolean;
  /** By how much a step may come before the latest one so far. */
  graceMs: number;
};

export const timeOf = (seen: Seen): number => seen.interaction.at;

/** The better of two attempts by further required steps, more optional ones, the earlier beginning, earlier steps. */
export function betterAttempt(a: Attempt | null, b: Attempt | null, rules: FunnelRules): Attempt | null {
  if (a === null || b === null) return a ?? b;
  const count = (attempt: Attempt, optional: boolean) => attempt.filter((done) => rules.steps[done.step]?.optional === optional).length;
  const difference = count(b, false) - count(a, false) || count(b, true) - count(a, true) || compareTimes(a, b);
  return difference <= 0 ? a : b;
}

function compareTimes(a: Attempt, b: Attempt): number {
  for (const [index, done] of a.entries()) {
    const difference = done.atMs - (b[index]?.atMs ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
