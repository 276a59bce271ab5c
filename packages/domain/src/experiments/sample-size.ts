import { sequenceFactor, usualAlpha } from "./lift.ts";
import { normalQuantile } from "./normal-quantile.ts";

export type WantedSample = {
  /** How many reach the goal when they are left alone, 0…1. */
  baseRate: number;
  /** The difference to be found, of whichever sign; the rate with it must lie between 0 and 1. */
  lift: number;
  /** Share of all who are left alone, such as 0.1. */
  heldShare: number;
  power?: number;
  alpha?: number;
};

/** Variance of the difference for each person of both sides together. */
function varianceForEach({ baseRate, lift, heldShare }: WantedSample): number | null {
  const treated = baseRate + lift;
  if (lift === 0 || !(heldShare > 0 && heldShare < 1) || !(baseRate > 0 && baseRate < 1) || !(treated > 0 && treated < 1)) return null;
  return (treated * (1 - treated)) / (1 - heldShare) + (baseRate * (1 - baseRate)) / heldShare;
}

/**
 * People on both sides together for one look at the end: (z₁₋α/₂·√(p̄(1−p̄)/(r(1−r))) + z_power·√(p₁(1−p₁)/(1−r) + p₀(1−p₀)/r))² / δ², r the share left alone and p̄ the rate of all
 * (J. L. Fleiss, *Statistical methods for rates and proportions*, 3rd ed. 2003, § 4.2, without continuity correction). Null where nothing can be found.
 */
export function fixedSample(wanted: WantedSample): number | null {
  const { baseRate, lift, heldShare, power = 0.8, alpha = usualAlpha } = wanted;
  const variance = varianceForEach(wanted);
  if (variance === null) return null;
  const all = baseRate + lift * (1 - heldShare);
  const nothing = Math.sqrt((all * (1 - all)) / (heldShare * (1 - heldShare)));
  return Math.ceil(((normalQuantile(1 - alpha / 2) * nothing + normalQuantile(power) * Math.sqrt(variance)) / lift) ** 2);
}

/**
 * The same for the confidence sequence of {@link liftOf}, at which one may look all the time: the least n at which the interval excludes nothing with this power at that very look. The power is
 * more than that, as it may have been found before.
 */
export function sequentialSample(wanted: WantedSample): number | null {
  const { lift, power = 0.8, alpha = usualAlpha } = wanted;
  const variance = varianceForEach(wanted);
  if (variance === null) return null;
  const isFound = (n: number): boolean =>
    Math.abs(lift) >= Math.sqrt(variance / n) * (sequenceFactor(n, { alpha }) + normalQuantile(power));
  let enough = 2;
  while (!isFound(enough) && enough < 1e12) enough *= 2;
  let tooFew = enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isFound(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
