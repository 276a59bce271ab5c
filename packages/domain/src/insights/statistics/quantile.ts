/**
 * The quantile of `values` at `level` (0…1): linear interpolation between the ranks around (n − 1)·level (Hyndman and Fan's type 7; Excel's PERCENTILE.INC, ClickHouse's
 * `quantileExactInclusive`). The median of an even number of values is the mean of the two in the middle. Null without values.
 */
export function quantile(values: readonly number[], level: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * Math.min(1, Math.max(0, level));
  const below = sorted[Math.floor(rank)];
  const above = sorted[Math.ceil(rank)];
  if (below === undefined || above === undefined) return null;
  return below + (above - below) * (rank - Math.floor(rank));
}

/** The middle of the values, or null without any. */
export const median = (values: readonly number[]): number | null => quantile(values, 0.5);

/** The arithmetic mean, or null without values. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
