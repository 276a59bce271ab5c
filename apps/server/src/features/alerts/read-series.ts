import { countMeasures, type LifecycleQuery, type TrendsQuery, type Watch } from "@throughline/contract";
import type { Figure } from "./figure.ts";
import type { Ask } from "./read-figure.ts";

/** Intervals of a norm and after how many the same season comes again. */
const seasons: Partial<Record<TrendsQuery["interval"], { season: number; intervals: number }>> = {
  day: { season: 7, intervals: 8 * 7 },
  hour: { season: 7 * 24, intervals: 5 * 7 * 24 },
};
const isCountMeasure = (kind: string): boolean => (countMeasures as readonly string[]).includes(kind) && kind !== "perPerson";
const whenOf = (interval: string, at: string | undefined): string =>
  `in the ${interval} of ${at?.slice(0, interval === "hour" ? 16 : 10).replace("T", " ")}`;

/** One interval of one series (or of the formula), the one before it, and for an anomaly the weeks before. */
export async function readTrend(
  ask: Ask,
  query: TrendsQuery,
  watch: Extract<Watch, { kind: "trends" }>,
  withNorm: boolean,
): Promise<Figure> {
  const { formula, interval, where } = query;
  const seasonal = withNorm ? seasons[interval] : undefined;
  const watched = query.series[watch.series];
  if (!watched) throw new Error(`The query has no series ${watch.series}.`);
  const isCount = formula === undefined && isCountMeasure(watched.measure.kind);
  const alone = formula === undefined ? [watched, ...(isCount ? [] : [{ ...watched, measure: { kind: "total" as const } }])] : query.series;
  const answer = await ask<"trends">({
    kind: "trends",
    range: { last: { value: (seasonal?.intervals ?? 1) + 2, unit: interval } },
    interval,
    series: alone,
    ...(formula === undefined ? {} : { formula }),
    ...(where === undefined ? {} : { where }),
  });
  const points = answer.series[0]?.points ?? [];
  const place = points.length - (watch.interval === "current" ? 1 : 2);
  const value = points[place]?.value ?? null;
  const n = isCount ? value : formula === undefined ? (answer.series[1]?.points[place]?.value ?? null) : null;
  return {
    value,
    n,
    before: points[place - 1]?.value ?? null,
    when: whenOf(interval, points[place]?.at),
    isShare: false,
    isCount,
    season: seasonal?.season ?? null,
    history: points.slice(0, place).map((point) => point.value),
  };
}

/** People of a status in the last whole interval, and in the one before. */
export async function readLifecycle(
  ask: Ask,
  query: LifecycleQuery,
  status: Extract<Watch, { kind: "lifecycle" }>["status"],
): Promise<Figure> {
  const { series } = await ask<"lifecycle">({ ...query, range: { last: { value: 3, unit: query.interval } } });
  const [before, last] = series[status];
  const active = [series.new, series.returning, series.resurrecting].reduce((sum, points) => sum + (points[1]?.value ?? 0), 0);
  return {
    value: peopleOf(last),
    n: active,
    before: peopleOf(before),
    when: whenOf(query.interval, last?.at),
    isShare: false,
    isCount: true,
    season: null,
    history: [],
  };
}

/** The answer counts those who went below zero. */
const peopleOf = (point: { value: number | null } | undefined): number | null =>
  point === undefined || point.value === null ? null : Math.abs(point.value);
