import type { PeopleInPredicate, ShareCondition } from "@throughline/contract";
import { countOf, countWays, wayOf, type CountWay } from "./did-count.ts";

/** How many of an account's people are compared in these ways. */
export const peopleWays: Record<CountWay, string> = { ...countWays, never: "none" };
/** A share is seldom hit exactly. */
export const shareWays = { gte: "at least", lte: "at most", between: "between" } as const;
export type ShareWay = keyof typeof shareWays;
/** A comparison: its number, and the upper end of a range. Shares from 0 to 1. */
type Bound<Way> = { way: Way; amount: number; most: number };
/** What a condition says of the number of people and of their share, as far as it speaks of them: of one at least. */
export type PeopleInForm = { count: Bound<CountWay> | null; share: Bound<ShareWay> | null };

/** The form of such a condition; without anything said it is at least one. */
export const peopleInForm = ({ count, share }: PeopleInPredicate): PeopleInForm => ({
  count: count === undefined && share !== undefined ? null : wayOf(count),
  share: share === undefined ? null : shareWayOf(share),
});

function shareWayOf(share: ShareCondition): Bound<ShareWay> {
  if (!("gte" in share)) return { way: "lte", amount: share.lte, most: share.lte };
  return share.lte === undefined
    ? { way: "gte", amount: share.gte, most: share.gte }
    : { way: "between", amount: share.gte, most: share.lte };
}

/** The condition that a form says. */
export const peopleInOf = (peopleIn: string, { count, share }: PeopleInForm): PeopleInPredicate => ({
  peopleIn,
  ...(count ? { count: countOf(count.way, count.amount, count.most) } : {}),
  ...(share ? { share: shareOf(share) } : {}),
});

function shareOf({ way, amount, most }: Bound<ShareWay>): ShareCondition {
  const least = Math.min(1, amount);
  if (way === "between") return { gte: least, lte: Math.max(least, Math.min(1, most)) };
  return way === "gte" ? { gte: least } : { lte: least };
}

/** Without the dust of binary fractions: 0.57 is 57. */
export const hundredths = (share: number): number => Math.round(share * 10_000) / 100;
