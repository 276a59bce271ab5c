import { liftOf, usualAlpha, type Lift, type LiftOptions, type Reached } from "./lift.ts";

/**
 * Each variant against the first, whose lift is null. All comparisons together are wrong at most with probability α: each is made at α/(k − 1) (C. E. Bonferroni), so the intervals hold together, and
 * p-values are multiplied accordingly.
 */
export function compareVariants(variants: readonly Reached[], { alpha = usualAlpha, tunedFor }: LiftOptions = {}): (Lift | null)[] {
  const [first, ...others] = variants;
  if (!first) return [];
  const comparisons = Math.max(1, others.length);
  return [
    null,
    ...others.map((variant) => {
      const lift = liftOf(variant, first, { alpha: alpha / comparisons, ...(tunedFor === undefined ? {} : { tunedFor }) });
      return { ...lift, pValue: lift.pValue === null ? null : Math.min(1, lift.pValue * comparisons) };
    }),
  ];
}
