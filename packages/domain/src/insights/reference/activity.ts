import type { EventMatch } from "@throughline/contract";
import { compileEventMatch } from "../../predicates/index.ts";
import { startOfInterval, type Bucket, type Interval } from "../intervals.ts";
import type { ReferenceContext, Seen } from "./seen.ts";

/** Those interactions that are what is asked for. */
export function matching(seen: readonly Seen[], match: EventMatch, nowMs: number): Seen[] {
  const matches = compileEventMatch(match);
  return seen.filter(({ interaction, person }) => matches(interaction, person, nowMs));
}

/** For each person, the starts (ms) of the intervals in which they were active. */
export function activeIntervals(seen: readonly Seen[], interval: Interval, { timezone }: ReferenceContext): Map<string, Set<number>> {
  const active = new Map<string, Set<number>>();
  for (const { interaction, person } of seen) {
    const starts = active.get(person.id) ?? new Set();
    active.set(person.id, starts.add(startOfInterval(interaction.at, interval, timezone)));
  }
  return active;
}

/** An interval that has not begun has no figures. */
export const hasBegun = (bucket: Pick<Bucket, "startMs">, nowMs: number): boolean => bucket.startMs <= nowMs;
