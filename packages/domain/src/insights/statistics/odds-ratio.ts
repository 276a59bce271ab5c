import { z95 } from "./proportion.ts";

/** How many of each group have something, of how many. */
export type OddsTable = { with: number; of: number; othersWith: number; othersOf: number };
export type OddsRatio = { ratio: number; low: number; high: number };

/**
 * How much better the odds of having it are in one group than among the others. 1 is added to each of the four cells, so that an empty one gives neither 0 nor ∞: 5 of 10 against
 * 0 of 10 is (6/6) / (1/11) = 11. The interval at 95 % is Woolf's, on the logarithm: ln r ± z·√(1/a + 1/b + 1/c + 1/d) over the same smoothed cells.
 */
export function oddsRatio(table: OddsTable): OddsRatio {
  const a = table.with + 1;
  const b = table.of - table.with + 1;
  const c = table.othersWith + 1;
  const d = table.othersOf - table.othersWith + 1;
  const ratio = (a * d) / (b * c);
  const factor = Math.exp(z95 * Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d));
  return { ratio, low: ratio / factor, high: ratio * factor };
}
