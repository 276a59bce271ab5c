import type { Lift } from "@throughline/contract";
import { wilsonInterval } from "@throughline/domain";

/** Sessions of one stratum (same page, device, and progress when the page was reached): how many, and how many ended badly. */
export type Stratum = { hit: number; hitBad: number; spared: number; sparedBad: number };

/** Below so many sessions on either side there is nothing to say. */
export const fewestSessions = 30;

/**
 * How much more often sessions with a signal end badly than matched ones without: the difference of shares, within strata, weighted by the sessions with the signal
 * (direct standardisation: the effect on those who were hit). Strata without anybody to compare with are left out. The interval is Newcombe's hybrid score interval at 95 %
 * (R. G. Newcombe 1998, method 10), with Kish's effective number of controls, 1 / Σ wᵢ²/nᵢ. Null where nothing could be matched.
 */
export function matchedLift(strata: readonly Stratum[]): Lift | null {
  const matched = strata.filter(({ hit, spared }) => hit > 0 && spared > 0);
  const n = sumOf(matched, ({ hit }) => hit);
  if (n === 0) return null;
  const bad = sumOf(matched, ({ hitBad }) => hitBad);
  const controls = sumOf(matched, ({ spared }) => spared);
  const without = sumOf(matched, ({ hit, spared, sparedBad }) => (hit / n) * (sparedBad / spared));
  const effective = 1 / sumOf(matched, ({ hit, spared }) => (hit / n) ** 2 / spared);
  const hitInterval = bounds(bad, n);
  const sparedInterval = bounds(without * effective, effective);
  const share = bad / n;
  const value = share - without;
  return {
    value,
    low: value - Math.hypot(share - hitInterval.low, sparedInterval.high - without),
    high: value + Math.hypot(hitInterval.high - share, without - sparedInterval.low),
    with: share,
    without,
    n,
    controls,
    enough: n >= fewestSessions && effective >= fewestSessions,
  };
}

/**
 * Whether what one part of the range said came again in the part held out: it did where that part shows harm of its own, or as much as the
 * earlier interval allows; it did not where it shows none, or less than that interval allows. Null where the earlier part said nothing, or too few sessions were held out.
 */
export function holdsUp(earlier: Lift | null, heldOut: Lift | null): boolean | null {
  if (!earlier?.enough || earlier.low <= 0 || !heldOut?.enough) return null;
  if (heldOut.low > 0 || (heldOut.value > 0 && heldOut.high >= earlier.low)) return true;
  return heldOut.high <= 0 || heldOut.high < earlier.low ? false : null;
}

function bounds(successes: number, n: number): { low: number; high: number } {
  const { low, high } = wilsonInterval(successes, n);
  return { low: low ?? 0, high: high ?? 1 };
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
