type Cohort = { size: number; counts: readonly (number | null)[] };

/** Share of all who came back in period `k`, over the cohorts whose period `k` has begun, weighted by their size; null without any. */
export function meanRetention(cohorts: readonly Cohort[], k: number): number | null {
  let [back, size] = [0, 0];
  for (const cohort of cohorts) {
    const count = cohort.counts[k];
    if (count === null || count === undefined) continue;
    back += count;
    size += cohort.size;
  }
  return size === 0 ? null : back / size;
}
