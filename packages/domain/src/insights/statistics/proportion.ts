/** A rate with its interval at 95 %; all null where nobody was asked. */
export type Proportion = { rate: number | null; low: number | null; high: number | null };

/** The 97.5 % point of the standard normal distribution: the z of every two-sided interval at 95 %. */
export const z95 = 1.959963984540054;

/**
 * A share of n with Wilson's score interval at 95 %, 0…1 (E. B. Wilson 1927; without continuity correction):
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
 */
export function wilsonInterval(successes: number, n: number): Proportion {
  if (n <= 0) return { rate: null, low: null, high: null };
  const rate = successes / n;
  const z2 = z95 * z95;
  const centre = rate + z2 / (2 * n);
  const margin = z95 * Math.sqrt((rate * (1 - rate)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  // At the ends the formula gives 0 and 1 but for rounding.
  const low = successes === 0 ? 0 : Math.max(0, (centre - margin) / scale);
  const high = successes === n ? 1 : Math.min(1, (centre + margin) / scale);
  return { rate, low, high };
}
