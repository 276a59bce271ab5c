import type { Matches } from "./matches.ts";

/**
 * Which matches of a condition can still matter: `every` one (a step of a sequence), the `first` ones of all time (a count without a time), the `latest` ones
 * not older than `withinMs` (a count within a time).
 */
export type Needs = { every: boolean; first: number; latest: number; withinMs: number };

export const mergeNeeds = (a: Needs, b: Needs): Needs => ({
  every: a.every || b.every,
  first: Math.max(a.first, b.first),
  latest: Math.max(a.latest, b.latest),
  withinMs: Math.max(a.withinMs, b.withinMs),
});

/** Does whoever keeps for `kept` also have what `asked` needs? */
export const coversNeeds = (kept: Needs, asked: Needs): boolean =>
  (kept.every || !asked.every) &&
  (kept.every || (kept.first >= asked.first && kept.latest >= asked.latest && kept.withinMs >= asked.withinMs));

/** Of one condition and one profile at most so many matches are kept: half of them the first, half the latest. */
export const mostKept = 10_000;
/** Clocks of different machines differ, and who evaluates may have looked at the clock a while ago. */
const slackMs = 600_000;

/**
 * The matches that can still matter, of all that are known. Exact for a profile that belongs to one person at all times (`isWhole`: a user id), because
 * - without a time only the first n are asked for, and the first n of several profiles together are among the first n of each;
 * - within a time the latest n up to now are enough, now and (as the window only moves on) ever after; what lies in the future is kept.
 * A device or contact may be found to belong to several people, each with a stretch of its time, so nothing but what is too old for every window is left out there.
 * Beyond {@link mostKept} the middle goes.
 */
export function retainMatches(matches: Matches, needs: Needs, { isWhole, nowMs }: { isWhole: boolean; nowMs: number }): Matches {
  const count = matches.at.length;
  const oldest = needs.every || (!isWhole && needs.first > 0) ? -Infinity : nowMs - needs.withinMs - slackMs;
  const past = matches.at.findLastIndex((at) => at <= nowMs - slackMs) + 1;
  const keeps = (index: number): boolean => {
    if (oldest === -Infinity) return true;
    if (index < needs.first) return true;
    return (matches.at[index] as number) >= oldest && (!isWhole || index >= past - needs.latest);
  };
  const kept = Array.from({ length: count }, (_, index) => index).filter(keeps);
  const half = mostKept / 2;
  const bounded = kept.length > mostKept ? [...kept.slice(0, half), ...kept.slice(-half)] : kept;
  if (bounded.length === count) return matches;
  return { at: bounded.map((index) => matches.at[index] as number), ids: bounded.map((index) => matches.ids[index] as number) };
}
