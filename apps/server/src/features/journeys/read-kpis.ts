import type { JourneyKpis } from "@throughline/contract";
import {
  ageAtShare,
  bucketsOf,
  completionCurve,
  effortKpis,
  joinGroups,
  kpiFigures,
  type AgeCount,
  type KpiGroup,
} from "@throughline/domain";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { kpiRowSchema, kpisStatement, secondsOfAge, type KpiRow } from "./kpis-sql.ts";
import { openJourney, type JourneyDeps, type OpenJourney, type RangeInput } from "./open-journey.ts";

type Interval = JourneyKpis["interval"];
/** More points than this are no trend that one can see. */
const mostPoints = 120;

/** The figures of the instances that began in the range, with their trend, the time before and the targets. */
export async function readKpis(deps: JourneyDeps, access: Access, input: { key: string; interval: Interval } & RangeInput) {
  requirePermission(access, "journeys:read");
  const opened = await openJourney(deps, access, input);
  const { kpis } = await computeKpis(opened, input.interval);
  return { ...kpis, ...(await opened.meta()) };
}

/** The figures, and how many instances are under way at the end of the range, whenever they began. */
export async function computeKpis(
  { definition, context, periods, question }: OpenJourney,
  interval: Interval,
): Promise<{ kpis: JourneyKpis; underWay: number }> {
  const buckets = bucketsOf(periods.current, interval, context.timezone).slice(-mostPoints);
  const stretches = buckets.map(({ startMs, endMs }) => ({
    fromMs: Math.max(startMs, periods.current.fromMs),
    toMs: Math.min(endMs, periods.current.toMs),
  }));
  const asked = question();
  const rows = await context.ask({
    query: kpisStatement(asked, [periods.previous, ...stretches]),
    parameters: asked.parameters,
    schema: kpiRowSchema,
  });
  const [previous, ...trend] = [periods.previous, ...stretches].map((_, index) =>
    toGroup(rows.filter((row) => row.stretch_index === index)),
  ) as [KpiGroup, ...KpiGroup[]];
  const current = joinGroups(trend);
  const done = current.ages.map(({ age, completed }): AgeCount => ({ age, completed, followed: 0 }));
  const completedOnly = completionCurve(done);
  const kpis = {
    interval,
    entrants: { value: current.n, previous: previous.n },
    open: current.open,
    figures: kpiFigures(definition, {
      current,
      previous,
      trend: buckets.map(({ at }, index) => ({ at, group: trend[index] as KpiGroup })),
    }),
    curve: thinned(completionCurve(current.ages)).map(({ age, share, low, high }) => ({ seconds: age, completed: share, low, high })),
    completedOnly: {
      medianSeconds: ageAtShare(completedOnly, 0.5).age,
      p90Seconds: ageAtShare(completedOnly, 0.9).age,
      n: done.reduce((sum, { completed }) => sum + completed, 0),
    },
  };
  return { kpis, underWay: rows.reduce((sum, row) => sum + row.open, 0) };
}

function toGroup(rows: readonly KpiRow[]): KpiGroup {
  const add = (of: (row: KpiRow) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const each = (of: (row: KpiRow) => readonly number[]) =>
    Object.fromEntries(effortKpis.map((kpi, index) => [kpi, add((row) => of(row)[index] as number)])) as KpiGroup["sums"];
  return {
    n: add((row) => row.n),
    open: add((row) => row.open),
    ages: rows.map((row) => ({ age: secondsOfAge(row.age), completed: row.completed, followed: row.n - row.completed })),
    back: add((row) => row.back),
    settled: add((row) => row.settled),
    sums: each((row) => row.sums),
    squares: each((row) => row.squares),
  };
}

/** As many points as a screen can show, the last among them. */
function thinned<T>(points: readonly T[]): T[] {
  const step = Math.ceil(points.length / 200);
  return points.filter((_, index) => (points.length - 1 - index) % step === 0);
}
