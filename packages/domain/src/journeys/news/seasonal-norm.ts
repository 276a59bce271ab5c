import { median } from "../../insights/statistics/index.ts";
import { studentTail } from "./student-t.ts";

/** A figure of a day: a count, or null where the day says nothing. The weekday (0…6) is that of the workspace's zone. */
export type DayValue = { at: string; weekday: number; value: number };
export type Judgement = {
  /** Sums over the days looked at. */
  observed: number;
  expected: number;
  low: number;
  high: number;
  /** How far off, in standard errors of the prediction. */
  score: number;
  /** Two-sided: how often a figure without any change is as far off. */
  pValue: number;
  /** Days of the norm. */
  n: number;
};

/** Four weeks: fewer days say little about weekdays. */
export const shortestNorm = 28;

/**
 * Counts vary the more, the larger they are; their square roots do not (Anscombe 1948: 2·√(x + 3/8) of a Poisson count has a variance of about 1, whatever its mean).
 * On that scale the norm of a day is the median of its weekday, drawn towards the median of all days as if that were `pull` more weeks.
 */
const stabilise = (count: number): number => 2 * Math.sqrt(count + 3 / 8);
const restore = (value: number): number => Math.max(0, (value / 2) ** 2 - 3 / 8);
const pull = 1;

type Norm = { centre(weekday: number): number; spread: number; degrees: number; weeks: number };

function normOf(days: readonly DayValue[]): Norm {
  const values = days.map((day) => ({ weekday: day.weekday, y: stabilise(day.value) }));
  const all = median(values.map((one) => one.y)) as number;
  const centres = new Map<number, number>();
  for (let weekday = 0; weekday < 7; weekday++) {
    const own = values.filter((one) => one.weekday === weekday).map((one) => one.y);
    centres.set(weekday, own.length === 0 ? all : ((median(own) as number) * own.length + all * pull) / (own.length + pull));
  }
  const centre = (weekday: number): number => centres.get(weekday) as number;
  const residuals = values.map((one) => one.y - centre(one.weekday));
  const weeks = days.length / 7;
  // The spread by the median of the absolute residuals, corrected for the seven centres that were fitted to them; never below that of counting itself.
  const degrees = Math.max(1, days.length - 7);
  const correction = Math.sqrt(days.length / degrees);
  const spread = Math.max(1, 1.4826 * correction * (median(residuals.map(Math.abs)) as number), correction * trimmedDeviation(residuals));
  return { centre, spread, degrees, weeks };
}

/** The standard deviation without the most extreme tenth, scaled to that of a normal distribution: an old anomaly does not hide a new one, and heavy tails still count. */
function trimmedDeviation(residuals: readonly number[]): number {
  const sorted = residuals.map(Math.abs).toSorted((a, b) => a - b);
  const kept = sorted.slice(0, Math.max(1, Math.ceil(sorted.length * 0.9)));
  return Math.sqrt(kept.reduce((sum, one) => sum + one * one, 0) / kept.length) / trimmedScale;
}
/** √E[z² | |z| < 1.645] of a standard normal. */
const trimmedScale = 0.7896;

/**
 * Judges the days looked at, together, against the days before: their mean residual over its standard error of prediction (spread·√(1/k + the error of the centres)), by Student's t with
 * the spread's degrees of freedom, halved, for a median-based spread knows less than its days. Null where the norm is shorter than four weeks.
 */
export function judgeDays(norm: readonly DayValue[], looked: readonly DayValue[], alpha: number): Judgement | null {
  if (norm.length < shortestNorm || looked.length === 0) return null;
  const { centre, spread, degrees, weeks } = normOf(norm);
  const k = looked.length;
  const residual = looked.reduce((sum, day) => sum + stabilise(day.value) - centre(day.weekday), 0) / k;
  // π/2: the variance of a median against that of a mean. Different weekdays have errors of their own.
  const kinds = new Set(looked.map((day) => day.weekday)).size;
  const error = spread * Math.sqrt(1 / k + Math.PI / 2 / (weeks * kinds));
  const freedom = degrees / 2;
  const score = residual / error;
  const pValue = 2 * studentTail(Math.abs(score), freedom);
  const margin = criticalValue(alpha, freedom) * error;
  const sum = (shift: number) => looked.reduce((total, day) => total + restore(Math.max(0, centre(day.weekday) + shift)), 0);
  return {
    observed: looked.reduce((total, day) => total + day.value, 0),
    expected: sum(0),
    low: sum(-margin),
    high: sum(margin),
    score,
    pValue,
    n: norm.length,
  };
}

/** What is expected of a day by its norm. */
export function expectedOfDays(norm: readonly DayValue[], days: readonly DayValue[]): number[] {
  const { centre } = normOf(norm);
  return days.map((day) => restore(centre(day.weekday)));
}

/** The score beyond which the two-sided p-value is below alpha. */
function criticalValue(alpha: number, freedom: number): number {
  let [low, high] = [0, 200];
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (2 * studentTail(middle, freedom) > alpha) low = middle;
    else high = middle;
  }
  return high;
}
