import { bucketsOf, parseFormula, previousSpan, type Formula, type Span } from "@throughline/domain";
import { ProductError, type TrendsAnswer, type TrendsQuery } from "@throughline/contract";
import { eventLabel } from "../looked-at.ts";
import type { QueryContext } from "../query-context.ts";
import { breakdownGroups, otherGroup, type BreakdownGroups } from "./breakdown-groups.ts";
import { groupedFigures } from "./grouped-figures.ts";
import { seriesFigures, type Figures } from "./series-figures.ts";
import { trendRows } from "./trend-rows.ts";

type Series = TrendsAnswer["series"];

/** The answer to a trends query (docs/insights.md): one statement, and one more for the previous range. */
export async function answerTrends(context: QueryContext, query: TrendsQuery): Promise<TrendsAnswer> {
  const formula = query.formula === undefined ? null : readFormula(query.formula, query.series.length);
  const span: Span = { fromMs: context.fromMs, toMs: context.toMs };
  const now = await groupsAndFigures(context, query, span);
  const inWords = (part: Span, figures: Figures): Series => {
    const series = seriesOver(part, query, { groups: now.groups, figures }, context);
    return formula === null ? series.flat() : formulaSeries(query.formula as string, formula, series);
  };
  const answer: TrendsAnswer = { kind: "trends", series: inWords(span, now.figures) };
  if (query.compare !== "previous") return answer;
  const before = previousSpan(span, query.interval, context.timezone);
  return { ...answer, previous: inWords(before, await seriesFigures(context, query, before, now.groups)) };
}

type Found = { groups: BreakdownGroups | null; figures: Figures };
async function groupsAndFigures(context: QueryContext, query: TrendsQuery, span: Span): Promise<Found> {
  const atOnce = query.breakdown ? await groupedFigures(context, query, query.breakdown.limit) : null;
  if (atOnce) return atOnce;
  const groups = await breakdownGroups(context, query);
  return { groups, figures: await seriesFigures(context, query, span, groups) };
}

/** A formula that can be read, or `invalid_input` with where it cannot. */
export function readFormula(text: string, series: number): Formula {
  const parsed = parseFormula(text, series);
  if ("formula" in parsed) return parsed.formula;
  const { message, position } = parsed.issue;
  throw new ProductError("invalid_input", `The formula cannot be read: ${message} (character ${position + 1}).`, {
    issues: [{ field: "formula", message, accepted: "letters of series, numbers, + - * / and parentheses, such as A / B * 100" }],
  });
}

/** For each series, its figures group by group. */
function seriesOver(span: Span, query: TrendsQuery, { groups, figures }: Found, context: QueryContext): Series[] {
  const { measures, numbers } = trendRows(query, span, context.createParameters(), context);
  const values = groups ? [...groups.shown, ...(groups.hasOther ? [otherGroup] : [])] : [undefined];
  const buckets = bucketsOf(span, query.interval, context.timezone);
  return query.series.map((series, index) =>
    values.map((value, at) => ({
      label: series.label ?? eventLabel(series.event),
      series: index,
      ...(value === undefined ? {} : { breakdown: value }),
      points: buckets.map((bucket) => ({
        at: bucket.at,
        value:
          bucket.startMs > context.nowMs ? null : (figures.get(`${numbers.of(bucket)} ${at}`)?.[index] ?? measures[index]?.empty ?? null),
      })),
    })),
  );
}

function formulaSeries(text: string, formula: Formula, parts: Series[]): Series {
  return (parts[0] ?? []).map((first, group) => ({
    ...first,
    label: text,
    series: null,
    points: first.points.map(({ at }, point) => ({
      at,
      value: formula.evaluate(parts.map((part) => part[group]?.points[point]?.value)),
    })),
  }));
}
