import { formatSpan } from "./format-figure.ts";
import type { TrendTick } from "./trend-chart.tsx";

const mostDays = 5;
const [minute, hour, day] = [60, 3_600, 86_400];
const named = [minute, 10 * minute, hour, 6 * hour, day, 7 * day, 30 * day, 180 * day];

/** Every so many days one is named, the first always. Places are indices. */
export function dayTicks(days: readonly string[]): TrendTick[] {
  const every = Math.max(1, Math.ceil(days.length / mostDays));
  return days.flatMap((label, at) => (at % every === 0 ? [{ at, label }] : []));
}

/** Where a length of time stands: its logarithm, so that minutes and weeks can both be read. */
export const spanPlace = (seconds: number): number => Math.log2(1 + Math.max(0, seconds) / minute);

/** The lengths of time that are named between two. Seconds. */
export function spanTicks(from: number, to: number): TrendTick[] {
  return named
    .filter((seconds) => seconds >= from && seconds <= to)
    .map((seconds) => ({ at: spanPlace(seconds), label: formatSpan(seconds) }));
}
