/** How often a value of a property came: in the days looked at, and as often as the days before let expect for as many days. */
export type SegmentCount = { property: string; value: string; observed: number; expected: number };
export type Explanation = SegmentCount & { explains: number; baselineShare: number };

/** A segment explains a change when at least half of it is its own, well beyond the share that it always had, and by more than chance. */
const leastExplained = 0.5;
const leastBeyondShare = 0.15;
const leastScore = 3;

/**
 * The one property value that explains most of a change, or null. Of a value whose own change is Δv, within a property whose changes sum to Σ|Δ|: how concentrated the property's change is in it
 * (Δv / Σ|Δ|), times how close it comes to the whole change (explaining twice of it is as bad as half), less the share that it had before. So a value that has merely taken the place of
 * another (a new version) does not pass for a cause while there is a better one.
 */
export function explainChange(total: { observed: number; expected: number }, counts: readonly SegmentCount[]): Explanation | null {
  const change = total.observed - total.expected;
  if (change === 0) return null;
  const moved = new Map<string, number>();
  for (const { property, observed, expected } of counts) moved.set(property, (moved.get(property) ?? 0) + Math.abs(observed - expected));
  let best: { score: number; explanation: Explanation } | null = null;
  for (const count of counts) {
    const own = count.observed - count.expected;
    const explains = own / change;
    const baselineShare = total.expected > 0 ? count.expected / total.expected : 0;
    const isClear = Math.abs(own) / Math.sqrt(count.expected + 1) >= leastScore;
    if (explains < leastExplained || explains - baselineShare < leastBeyondShare || !isClear) continue;
    const concentration = Math.abs(own) / (moved.get(count.property) as number);
    const score = concentration * Math.min(explains, 1 / explains) - baselineShare;
    if (best === null || score > best.score) best = { score, explanation: { ...count, explains, baselineShare } };
  }
  return best?.explanation ?? null;
}
