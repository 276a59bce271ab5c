import { chiSquareTail, logGamma } from "./gamma.ts";

export type SampleRatio = {
  /** Always valid: the chance of ever seeing so odd a ratio where people are drawn as they should be, however often one looks. */
  pValue: number | null;
  /** Of Pearson's χ² test at this one moment, to compare with other tools. */
  chiSquare: number | null;
  alarm: boolean;
};

/** The alarm is false at most once in a thousand experiments. */
export const sampleRatioThreshold = 0.001;
const leastPerArm = 8;
/** The prior is as strong as so many people: the larger, the finer the differences it is made to see. */
const priorPeople = 100;

/**
 * Whether people fell into the arms by the weights that they were drawn by. If not, the arms differ by more than what we did, and no comparison of them can be trusted.
 * The test for every moment is the Bayes factor of any ratio (a Dirichlet prior around the weights) against the weights; it is a martingale, so 1 / factor is a
 * p-value at all times (M. Lindon and A. Malek, *Anytime-valid inference for multinomial count data*, NeurIPS 2022, eq. 8). Arms of weight 0 must be empty.
 */
export function sampleRatioTest(counts: readonly number[], weights: readonly number[]): SampleRatio {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const arms = counts.map((count, index) => ({ count, share: total === 0 ? 0 : (weights[index] ?? 0) / total }));
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (n === 0) return { pValue: null, chiSquare: null, alarm: false };
  if (arms.some(({ count, share }) => share === 0 && count > 0)) return { pValue: 0, chiSquare: 0, alarm: true };
  const drawn = arms.filter(({ share }) => share > 0);
  if (drawn.length < 2) return { pValue: null, chiSquare: null, alarm: false };
  let logFactor = logGamma(priorPeople) - logGamma(priorPeople + n);
  let distance = 0;
  for (const { count, share } of drawn) {
    logFactor += logGamma(priorPeople * share + count) - logGamma(priorPeople * share) - count * Math.log(share);
    distance += (count - n * share) ** 2 / (n * share);
  }
  const pValue = Math.min(1, Math.exp(-logFactor));
  const isEnough = drawn.every(({ share }) => n * share >= leastPerArm);
  return { pValue, chiSquare: chiSquareTail(distance, drawn.length - 1), alarm: isEnough && pValue < sampleRatioThreshold };
}
