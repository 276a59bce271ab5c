import { z95 } from "./proportion.ts";

/** How long somebody was watched, in any unit, and whether it happened at the end of that time (else they were lost from sight: censored). */
export type Observation = { time: number; happened: boolean };
/** `share` of those at risk for whom it has happened by `time`, 0…1, with its interval at 95 %. */
export type IncidencePoint = { time: number; share: number; low: number; high: number; atRisk: number; happened: number };

/**
 * The share for whom it has happened over time, where not everybody could be watched to the end: 1 − S(t) of Kaplan and Meier, one point for each time at which it happened.
 * Whoever is censored at the very time of an event was still at risk. Variance by Greenwood; the interval is on the scale of log(−log S) (Kalbfleisch and Prentice), which stays within
 * 0…1; where S is 0 it is not defined there, and the point stands alone (low = high = 1).
 */
export function kaplanMeier(observations: readonly Observation[]): IncidencePoint[] {
  const times = [...new Set(observations.filter((one) => one.happened).map((one) => one.time))].sort((a, b) => a - b);
  let survival = 1;
  let greenwood = 0;
  return times.map((time) => {
    const atRisk = observations.filter((one) => one.time >= time).length;
    const happened = observations.filter((one) => one.happened && one.time === time).length;
    survival *= (atRisk - happened) / atRisk;
    greenwood += happened / (atRisk * (atRisk - happened));
    const [low, high] = incidenceInterval(survival, greenwood);
    return { time, share: 1 - survival, low, high, atRisk, happened };
  });
}

function incidenceInterval(survival: number, greenwood: number): [low: number, high: number] {
  if (survival === 0) return [1, 1];
  const exponent = (z95 * Math.sqrt(greenwood)) / Math.log(survival);
  return [1 - survival ** Math.exp(exponent), 1 - survival ** Math.exp(-exponent)];
}

/** The share by a time: that of the last point not after it, and nothing (0, with no interval) before the first. */
export function incidenceAt(points: readonly IncidencePoint[], time: number): { share: number; low: number | null; high: number | null } {
  const last = points.findLast((point) => point.time <= time);
  return last === undefined ? { share: 0, low: null, high: null } : { share: last.share, low: last.low, high: last.high };
}

/** The first time by which it has happened for at least this share (0.5: the median time), or null where that was not seen. */
export const timeToIncidence = (points: readonly IncidencePoint[], share: number): number | null =>
  points.find((point) => point.share >= share - 1e-12)?.time ?? null;
