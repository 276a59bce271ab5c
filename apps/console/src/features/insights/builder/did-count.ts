import type { CountCondition } from "@throughline/contract";

/** How often somebody did something is compared in these ways. */
export const countWays = { gte: "at least", lte: "at most", eq: "exactly", between: "between", never: "never" } as const;
export type CountWay = keyof typeof countWays;

/** The form of a count: its way, its number, and the upper end of a range. */
export function wayOf(count: CountCondition | undefined): { way: CountWay; amount: number; most: number } {
  if (count === undefined) return { way: "gte", amount: 1, most: 1 };
  if ("eq" in count) return count.eq === 0 ? { way: "never", amount: 0, most: 0 } : { way: "eq", amount: count.eq, most: count.eq };
  if (!("gte" in count)) return { way: "lte", amount: count.lte, most: count.lte };
  return count.lte === undefined
    ? { way: "gte", amount: count.gte, most: count.gte }
    : { way: "between", amount: count.gte, most: count.lte };
}

/** The count that a form says. */
export function countOf(way: CountWay, amount: number, most: number): CountCondition {
  if (way === "never") return { eq: 0 };
  if (way === "between") return { gte: amount, lte: Math.max(amount, most) };
  return way === "eq" ? { eq: amount } : way === "lte" ? { lte: amount } : { gte: amount };
}
