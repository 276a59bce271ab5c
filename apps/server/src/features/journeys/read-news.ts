import type { EventMatch, Journey, JourneyNewsItem, JourneySummary } from "@throughline/contract";
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
import { untilAborted } from "../../platform/clickhouse/index.ts";
import { keepAnswers } from "../../platform/http/keep-answers.ts";
import { journeyFigures, type Figure } from "./journey-figures.ts";
import { dayRowSchema, daysStatement, segmentRowSchema, segmentsStatement, type DayRow } from "./news-sql.ts";
import { getJourney } from "./manage-journeys.ts";
import { openDefinition, type JourneyDeps, type OpenJourney } from "./open-journey.ts";

/** Of a hundred looks at journeys in which nothing has changed, five show anything (Bonferroni over the figures). */
export const falseAlarmRate = 0.05;
const normDays = 56;
const dayMs = 86_400_000;
const mostItems = 10;

/** For so long what was found is given again: it is of whole days that are over, and only what arrives late changes them. */
const keptMs = 5 * 60_000;

type Found = Awaited<ReturnType<typeof lookForNews>>;
export type NewsLook = (
  workspaceId: string,
  journey: Journey,
  days: number,
  to?: string,
  signal?: AbortSignal,
) => Promise<{ opened: OpenJourney; found: Found }>;

/** Looks for what differs from a journey's own norm of the eight weeks before: whole days of the workspace's zone, up to yesterday unless told. */
export function createNewsLook(deps: JourneyDeps): NewsLook {
  const keep = keepAnswers<Found>({ now: deps.now, keptMs, most: 200 });
  return async (workspaceId, journey, days, to, signal) => {
    const last = to ?? new Date(deps.now() - dayMs).toISOString().slice(0, 10);
    const first = new Date(Date.parse(last) - (days + normDays - 1) * dayMs).toISOString().slice(0, 10);
    const open = (until: AbortSignal | undefined) =>
      openDefinition(untilAborted(deps, until), workspaceId, journey, { from: first, to: last });
    const find = async (until: AbortSignal) => lookForNews(await open(until), days);
    return { opened: await open(signal), found: await keep(JSON.stringify([workspaceId, journey, days, last]), find, signal) };
  };
}

/** What is new, each with the segment that explains most of it. */
export async function readNews(
  deps: JourneyDeps,
  access: Access,
  input: { key: string; days: number; to?: string | undefined },
  look: NewsLook = createNewsLook(deps),
  signal?: AbortSignal,
) {
  requirePermission(access, "journeys:read");
  const journey = await getJourney(deps, access, input);
  const { opened, found } = await look(access.workspaceId, journey, input.days, input.to, signal);
  const { figures, differing, norm, looked } = found;
  const items: JourneyNewsItem[] = [];
  for (const { figure, judgement, before, days } of differing.slice(0, mostItems))
    items.push(toItem(figure, judgement, await segmentOf(opened, figure.matches, norm, looked), before, days));
  return {
    ...(await opened.meta()),
    from: looked[0]?.at ?? new Date(opened.periods.current.fromMs).toISOString(),
    to: new Date(opened.periods.current.toMs).toISOString(),
    falseAlarmRate,
    looked: norm.length >= shortestNorm ? figures.length : 0,
    withheld: norm.length >= shortestNorm ? 0 : figures.length,
    items,
  };
}

/** The same in short, without what explains it. */
export function newsInShort({ figures, differing, norm }: Found): JourneySummary["news"] {
  const items = differing.map(({ figure, judgement, before, days }) => toItem(figure, judgement, null, before, days));
  const gravest = items.find(({ isGood }) => isGood === false) ?? items[0] ?? null;
  return { looked: norm.length >= shortestNorm ? figures.length : 0, found: items.length, gravest };
}

/** Every figure that differs from its norm, the least likely first. */
async function lookForNews({ definition, context, periods, question }: OpenJourney, lookedDays: number) {
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
  const looked = known.slice(-lookedDays);
  const norm = known.slice(0, -lookedDays);
  const figures = journeyFigures(definition);
  const alpha = falseAlarmRate / figures.length;
  const differing = figures.flatMap((figure) => {
    const [before, days] = [daysOf(figure, rows, norm), daysOf(figure, rows, looked)];
    const judgement = judgeDays(before, days, alpha);
    return judgement && judgement.pValue < alpha ? [{ figure, judgement, before, days }] : [];
  });
  differing.sort((a, b) => a.judgement.pValue - b.judgement.pValue);
  return { figures, differing, norm, looked };
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
  figure: Figure,
  judgement: Judgement,
  segment: JourneyNewsItem["segment"],
  norm: readonly DayValue[],
  looked: readonly DayValue[],
): JourneyNewsItem {
  const direction = judgement.score > 0 ? "up" : "down";
  const days = looked.length === 1 ? "a day" : `${looked.length} days`;
  const normal = rounded(judgement.expected);
  const expected = expectedOfDays(norm, [...norm, ...looked]);
  return {
    ...judgement,
    figure: figure.key,
    sentence: `${rounded(judgement.observed)} ${figure.name} in ${days}, where ${normal} ${normal === "1" ? "is" : "are"} normal (${rounded(judgement.low)} to ${rounded(judgement.high)}).`,
    direction,
    isGood: figure.moreIs === null ? null : (figure.moreIs === "good") === (direction === "up"),
    days: [...norm, ...looked].map(({ at, value }, index) => ({ at, value, expected: expected[index] ?? null })),
    segment,
  };
}
