import { z95 } from "../insights/statistics/index.ts";

/** How many of the entrants were done at this age (`completed`), or could be followed no further than to it (`followed`); ages in any unit. */
export type AgeCount = { age: number; completed: number; followed: number };
export type CurvePoint = { age: number; share: number; low: number; high: number };

/**
 * The share of entrants that is done by an age, where windows are still open: Kaplan and Meier's estimate from counts by age. Those who failed stay among those at risk for as long as they could
 * have been followed (to the end of the window, or to now): they are not done and will not be, and taking them out would flatter (the estimate of a cumulative incidence with known censoring,
 * Fine and Gray 1999). Without open windows it is completed / entrants. Interval at 95 %: Greenwood, on the scale of log(−log S); at S = 0 there is none and the point stands alone.
 */
export function completionCurve(counts: readonly AgeCount[]): CurvePoint[] {
  let atRisk = counts.reduce((sum, count) => sum + count.completed + count.followed, 0);
  let survival = 1;
  let greenwood = 0;
  const points: CurvePoint[] = [];
  for (const { age, completed, followed } of counts.toSorted((a, b) => a.age - b.age)) {
    if (completed > 0) {
      survival *= (atRisk - completed) / atRisk;
      greenwood += completed / (atRisk * (atRisk - completed));
      const exponent = (z95 * Math.sqrt(greenwood)) / Math.log(survival);
      const [low, high] = survival === 0 ? [1, 1] : [1 - survival ** Math.exp(exponent), 1 - survival ** Math.exp(-exponent)];
      points.push({ age, share: 1 - survival, low, high });
    }
    atRisk -= completed + followed;
  }
  return points;
}

/** The age by which a share is done, with the ages at which the interval's ends reach it (Brookmeyer and Crowley 1982); null where that was not seen. */
export function ageAtShare(curve: readonly CurvePoint[], share: number): { age: number | null; low: number | null; high: number | null } {
  const first = (value: (point: CurvePoint) => number) => curve.find((point) => value(point) >= share - 1e-12)?.age ?? null;
  return { age: first((point) => point.share), low: first((point) => point.high), high: first((point) => point.low) };
}
