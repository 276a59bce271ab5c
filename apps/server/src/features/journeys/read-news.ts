import type { EventMatch, JourneyDefinition, JourneyNewsItem } from "@throughline/contract";
import {
  bucketsOf,
  expectedOfDays,
  explainChange,
  judgeDays,
  shortestNorm,
  type Bucket,
  type DayValue,
  type Judgement,
} from "@throughline/domain";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { journeyFigures, type Figure } from "./journey-figures.ts";
import { dayRowSchema, daysStatement, segmentRowSchema, segmentsStatement, type DayRow } from "./news-sql.ts";
import { openJourney, type JourneyDeps, type OpenJourney } from "./open-journey.ts";

/** Of a hundred looks at journeys in which nothing has changed, five show anything (Bonferroni over the figures). */
export const falseAlarmRate = 0.05;
const normDays = 56;
const dayMs = 86_400_000;
const mostItems = 10;

/** What differs from the journey's own norm of the eight weeks before: whole days of the workspace's zone, up to yesterday unless told. */
export async function readNews(deps: JourneyDeps, access: Access, input: { key: string; days: number; to?: string | undefined }) {
  requirePermission(access, "journeys:read");
  const now = deps.now();
  const lastDay = input.to ?? new Date(now - dayMs).toISOString().slice(0, 10);
  const firstDay = new Date(Date.parse(lastDay) - (input.days + normDays - 1) * dayMs).toISOString().slice(0, 10);
  const opened = await openJourney(deps, access, { key: input.key, from: firstDay, to: lastDay });
  const { definition, context, periods, question } = opened;
  const asked = question();
  const rows = await context.ask({
    query: daysStatement(asked, periods.current.fromMs, context.timezone),
    parameters: asked.parameters,
    schema: dayRowSchema,
  });
  const buckets = bucketsOf(periods.current, "day", context.timezone);
  // Days before anything of the journey was ever seen are no norm.
  const first = rows.reduce((earliest, row) => (row.day < earliest ? row.day : earliest), "9999");
  const known = buckets.filter((bucket) => bucket.at.slice(0, 10) >= first);
  const looked = known.slice(-input.days);
  const norm = known.slice(0, -input.days);
  const figures = journeyFigures(definition);
  const alpha = falseAlarmRate / figures.length;
  const found = figures.flatMap((figure) => {
    const judgement = judgeDays(daysOf(figure, rows, norm), daysOf(figure, rows, looked), alpha);
    return judgement && judgement.pValue < alpha ? [{ figure, judgement }] : [];
  });
  found.sort((a, b) => a.judgement.pValue - b.judgement.pValue);
  const items: JourneyNewsItem[] = [];
  for (const { figure, judgement } of found.slice(0, mostItems)) {
    const segment = await segmentOf(opened, figure.matches, norm, looked);
    items.push(toItem(definition, figure, judgement, segment, daysOf(figure, rows, norm), daysOf(figure, rows, looked)));
  }
  return {
    ...(await opened.meta()),
    from: looked[0]?.at ?? new Date(periods.current.fromMs).toISOString(),
    to: new Date(periods.current.toMs).toISOString(),
    falseAlarmRate,
    looked: norm.length >= shortestNorm ? figures.length : 0,
    withheld: norm.length >= shortestNorm ? 0 : figures.length,
    items,
  };
}

function daysOf(figure: Figure, rows: readonly DayRow[], buckets: readonly Bucket[]): DayValue[] {
  const counts = new Map<string, number>();
  for (const row of rows) if (figure.counts(row.a, row.b)) counts.set(row.day, (counts.get(row.day) ?? 0) + row.count);
  return buckets.map(({ at }) => ({
    at,
    weekday: new Date(`${at.slice(0, 10)}T00:00:00Z`).getUTCDay(),
    value: counts.get(at.slice(0, 10)) ?? 0,
  }));
}

async function segmentOf(
  { context, question }: OpenJourney,
  matches: readonly EventMatch[],
  norm: readonly Bucket[],
  looked: readonly Bucket[],
): Promise<JourneyNewsItem["segment"]> {
  const [from, middle, last] = [norm[0], looked[0], looked.at(-1)];
  if (matches.length === 0 || !from || !middle || !last) return null;
  const asked = question();
  const query = segmentsStatement(asked, matches, { fromMs: from.startMs, lookedMs: middle.startMs, toMs: last.endMs });
  const rows = await context.ask({ query, parameters: asked.parameters, schema: segmentRowSchema });
  const counts = rows.map(({ property, value, looked: observed, before }) => ({
    property,
    value,
    observed,
    expected: (before * looked.length) / norm.length,
  }));
  const total = counts.find((count) => count.property === "");
  if (!total) return null;
  return explainChange(
    total,
    counts.filter((count) => count.property !== ""),
  );
}

const rounded = (value: number): string => (value >= 10 ? Math.round(value).toLocaleString("en") : String(Math.round(value * 10) / 10));

function toItem(
  definition: JourneyDefinition,
  figure: Figure,
  judgement: Judgement,
  segment: JourneyNewsItem["segment"],
  norm: readonly DayValue[],
  looked: readonly DayValue[],
): JourneyNewsItem {
  const direction = judgement.score > 0 ? "up" : "down";
  const days = looked.length === 1 ? "a day" : `${looked.length} days`;
  const cause = segment
    ? ` ${segment.property} = ${segment.value} explains ${Math.min(100, Math.round(segment.explains * 100))} % of it.`
    : "";
  const expected = expectedOfDays(norm, [...norm, ...looked]);
  return {
    ...judgement,
    figure: figure.key,
    sentence: `${definition.name}: ${rounded(judgement.observed)} ${figure.name} in ${days}, where ${rounded(judgement.expected)} are normal (${rounded(judgement.low)} to ${rounded(judgement.high)}).${cause}`,
    direction,
    isGood: figure.moreIs === null ? null : (figure.moreIs === "good") === (direction === "up"),
    days: [...norm, ...looked].map(({ at, value }, index) => ({ at, value, expected: expected[index] ?? null })),
    segment,
  };
}
