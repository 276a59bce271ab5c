import { median } from "@throughline/domain";

export type Norm = { middle: number; low: number; high: number; n: number };
type Rate = 0.05 | 0.01 | 0.001;

/**
 * Quantiles of Student's t with 20 degrees of freedom, of one end and of both. Not of the normal distribution: the spread is itself estimated, by a median of some 56 deviations,
 * which knows about as much as 20 normal ones (the efficiency of the median absolute deviation is 37 %).
 */
const quantiles: Record<Rate, { one: number; both: number }> = {
  0.05: { one: 1.725, both: 2.086 },
  0.01: { one: 2.528, both: 2.845 },
  0.001: { one: 3.552, both: 3.85 },
};
/** Of a normal distribution: standard deviation / median absolute deviation. */
const madToSigma = 1.4826;
const fewestSeasons = 4;

/** Of what is never nothing here: a season of at least one value, and deviations of at least four. */
const medianOf = (values: readonly number[]): number => median(values) ?? Number.NaN;

/**
 * What the value after these would be by the norm of its season: the median of the values that are whole seasons before it, and how far such values lie from the median of the others of
 * their season, as a robust z: Iglewicz & Hoaglin, How to Detect and Handle Outliers (1993). Counts are looked at as square roots (Anscombe 1948), in which their spread is the same
 * at every level, and no spread is taken to be smaller than that of chance alone. `low` and `high` are exceeded by chance in a share of `rate` (of both together where both are asked).
 * @param values oldest first; what lies before anything was counted (leading zeros and nulls) is left out
 * @returns null where there are fewer than four seasons
 */
export function seasonalNorm(
  values: readonly (number | null)[],
  { season, rate, ends, counts }: { season: number; rate: Rate; ends: "one" | "both"; counts: boolean },
): Norm | null {
  const begin = values.findIndex((value) => value !== null && value !== 0);
  if (begin < 0) return null;
  const groups = Array.from({ length: season }, (): number[] => []);
  for (let index = begin; index < values.length; index++) {
    const value = values[index];
    if (value !== null && value !== undefined) groups[(values.length - index) % season]?.push(counts ? Math.sqrt(value + 0.375) : value);
  }
  const own = groups[0] ?? [];
  if (own.length < fewestSeasons) return null;
  const deviations = groups.flatMap((group) =>
    group.length < 2 ? [] : group.map((value, index) => Math.abs(value - medianOf(group.toSpliced(index, 1)))),
  );
  const center = medianOf(own);
  // The square root of a Poisson count has the deviation 1/2; a median of the season's few adds its own uncertainty.
  const least = counts ? 0.5 * Math.sqrt(1 + Math.PI / 2 / own.length) : Math.abs(center) * 1e-3;
  const reach = quantiles[rate][ends] * Math.max(madToSigma * medianOf(deviations), least);
  const back = (root: number): number => (counts ? Math.max(0, Math.max(0, root) ** 2 - 0.375) : root);
  return { middle: back(center), low: back(center - reach), high: back(center + reach), n: own.length };
}
