import type { FlowReport } from "@throughline/contract";
import { sequentialSample, type Reached } from "@throughline/domain";

const dayMs = 86_400_000;
/** Fewer say too little about how many reach the goal by themselves. */
const enoughToKnow = 30;
/** A lift is worth finding from a fifth of the base rate on, and from one point. */
const worthFinding = { share: 0.2, points: 0.01 };
const unknownLift = 0.05;

/** What is known about how many reach the goal by themselves: of those left alone, else of everybody whom the past shows (a simulation). */
export function baseRateOf(held: Reached, past: Reached | null): number | null {
  const source = held.people >= enoughToKnow ? held : past && past.people >= enoughToKnow ? past : null;
  return source === null ? null : source.reached / source.people;
}

/** How many people it takes on both sides together to see a lift that is worth seeing, and how long that is. */
export function neededSample({
  baseRate,
  heldShare,
  cameIn,
  spanMs,
}: {
  baseRate: number | null;
  heldShare: number;
  cameIn: number;
  spanMs: number;
}): FlowReport["needed"] {
  const minimalLift = baseRate === null ? unknownLift : Math.max(worthFinding.points, worthFinding.share * baseRate);
  // Of those who nearly all reach it anyway, as large a fall is as hard to see.
  const lift = baseRate !== null && baseRate + minimalLift >= 1 ? -minimalLift : minimalLift;
  const people = baseRate === null ? null : sequentialSample({ baseRate, lift, heldShare });
  const perDay = cameIn === 0 ? null : cameIn / Math.max(1, spanMs / dayMs);
  return { people, baseRate, minimalLift, perDay, days: people === null || perDay === null ? null : Math.ceil(people / perDay) };
}
