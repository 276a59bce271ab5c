import { bucketsOf, parseFormula, previousSpan, type Formula, type Span } from "@throughline/domain";
import { ProductError, type TrendsAnswer, type TrendsQuery } from "@throughline/contract";
import { z } from "zod";
import { eventLabel } from "../looked-at.ts";
import type { QueryContext } from "../query-context.ts";
import { breakdownGroups, otherGroup, placeOfGroup, type BreakdownGroups } from "./breakdown-groups.ts";
import { trendRows } from "./trend-rows.ts";

type Series = TrendsAnswer["series"];
const row = z.object({ number: z.coerce.number(), place: z.coerce.number(), figures: z.array(z.number().nullable()) });

/** The answer to a trends query (docs/insights.md): one statement, with one before it for the groups of a breakdown and one more for the previous range. */
export async function answerTrends(context: QueryContext, query: TrendsQuery): Promise<TrendsAnswer> {
  const formula = query.formula === undefined ? null : readFormula(query.formula, query.series.length);
  const span: Span = { fromMs: context.fromMs, toMs: context.toMs };
  const groups = await breakdownGroups(context, query);
  const answerFor = async (part: Span): Promise<Series> => {
    const series = await seriesOver(part, query, groups, context);
    return formula === null ? series.flat() : formulaSeries(query.formula as string, formula, series);
  };
  const answer: TrendsAnswer = { kind: "trends", series: await answerFor(span) };
  if (query.compare === "previous") answer.previous = await answerFor(previousSpan(span, query.interval, context.timezone));
  return answer;
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
async function seriesOver(span: Span, query: TrendsQuery, groups: BreakdownGroups | null, context: QueryContext): Promise<Series[]> {
  const parameters = context.createParameters();
  const rows = trendRows(query, span, parameters, context);
  const place = groups ? placeOfGroup(groups, parameters) : "0";
  const figures = rows.measures.map((measure, index) => `toFloat64(${measure.aggregate(rows.belongsTo(index))})`);
  const found = await context.ask({
    query: `SELECT number, ${place} AS place, [${figures.join(", ")}] AS figures FROM (${rows.sql}) GROUP BY number, place`,
    parameters,
    schema: row,
  });
  const figuresAt = new Map(found.map(({ number, place: at, figures: values }) => [`${number} ${at}`, values]));
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
          bucket.startMs > context.nowMs
            ? null
            : (figuresAt.get(`${rows.numbers.of(bucket)} ${at}`)?.[index] ?? rows.measures[index]?.empty ?? null),
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
