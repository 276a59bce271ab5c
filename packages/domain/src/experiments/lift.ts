import { wilsonInterval, type Proportion } from "../insights/index.ts";

/** How many of how many reached the goal. */
export type Reached = { reached: number; people: number };
export type Rate = Reached & Proportion;

/** The difference of two rates; `absolute` and `relative` are null where a side is empty (and where nobody of the other side reached the goal). */
export type Lift = {
  absolute: number | null;
  low: number | null;
  high: number | null;
  relative: number | null;
  decided: "better" | "worse" | "open";
  pValue: number | null;
};

export type LiftOptions = {
  /** The chance of ever deciding where nothing differs, however often one looks. */
  alpha?: number;
  /** So many people on both sides together are looked at as sharply as can be. */
  tunedFor?: number;
};

/** So many on each side are to be expected to reach the goal, and so many not to: sums of fewer are not near enough to a normal distribution, and nothing is decided by them. */
const leastExpected = 10;
export const usualAlpha = 0.05;
const usualTuning = 5_000;

/** A rate with Wilson's interval at 95 %. */
export const rateOf = ({ reached, people }: Reached): Rate => ({ reached, people, ...wilsonInterval(reached, people) });

/**
 * The lift of those who were treated over those left alone, by intention to treat, with an asymptotic confidence sequence: the interval holds at all times at once, so one
 * may look after every person and stop whenever one likes. Robbins' normal mixture with an estimated variance: I. Waudby-Smith, D. Arbour, R. Sinha, E. H. Kennedy
 * and A. Ramdas, *Time-uniform central limit theory and asymptotic confidence sequences* (Annals of Statistics 2024), theorem 2.2:
 * σ̂·√(2(nρ²+1)/(n²ρ²) · ln(√(nρ²+1)/α)), tuned for N people by ρ² = (−2 ln α + ln(1 − 2 ln α))/N (ibid. B.2). n counts both sides; σ̂²/n is the variance of the difference,
 * p(1−p)/n of each side together, where 1 is added to either outcome so that a side on which nothing happened yet is not taken for certain.
 *
 * The p-value is the least α at which the interval excludes 0 (the inverse of the mixture): always valid, in the sense of R. Johari, L. Pekelis and D. J. Walsh 2015.
 */
export function liftOf(treated: Reached, other: Reached, options: LiftOptions = {}): Lift {
  const { alpha = usualAlpha, tunedFor = usualTuning } = options;
  if (treated.people === 0 || other.people === 0)
    return { absolute: null, low: null, high: null, relative: null, decided: "open", pValue: null };
  const [rate, otherRate] = [treated.reached / treated.people, other.reached / other.people];
  const absolute = rate - otherRate;
  const relative = other.reached === 0 ? null : absolute / otherRate;
  const n = treated.people + other.people;
  const error = Math.sqrt(varianceOf(treated) + varianceOf(other));
  const margin = error * sequenceFactor(n, { alpha, tunedFor });
  const low = Math.max(-1, absolute - margin);
  const high = Math.min(1, absolute + margin);
  const pooled = (treated.reached + other.reached) / n;
  if (Math.min(treated.people, other.people) * Math.min(pooled, 1 - pooled) < leastExpected)
    return { absolute, low, high, relative, decided: "open", pValue: 1 };
  const nRho2 = n * rho2Of(alpha, tunedFor);
  const z = absolute / error;
  const pValue = Math.min(1, Math.sqrt(nRho2 + 1) * Math.exp((-nRho2 * z * z) / (2 * (nRho2 + 1))));
  return { absolute, low, high, relative, decided: pValue > alpha ? "open" : absolute > 0 ? "better" : "worse", pValue };
}

const varianceOf = ({ reached, people }: Reached): number => {
  const smoothed = (reached + 1) / (people + 2);
  return (smoothed * (1 - smoothed)) / people;
};

const rho2Of = (alpha: number, tunedFor: number): number => (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / tunedFor;

/** By how much the standard error of n people is multiplied to hold at all times; 1.96 would hold at one alone. */
export function sequenceFactor(n: number, { alpha = usualAlpha, tunedFor = usualTuning }: LiftOptions = {}): number {
  const nRho2 = n * rho2Of(alpha, tunedFor);
  return Math.sqrt(((2 * (nRho2 + 1)) / nRho2) * Math.log(Math.sqrt(nRho2 + 1) / alpha));
}
