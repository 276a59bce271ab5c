import type { TrendsQuery } from "@throughline/contract";
import type { Span } from "@throughline/domain";
import { z } from "zod";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { trendRows, type TrendRows } from "./trend-rows.ts";

/** What is beyond a breakdown's limit. */
export const otherGroup = "$other";
/** The groups that a breakdown shows, in order; `hasOther` when there are more. */
export type BreakdownGroups = { shown: (string | null)[]; hasOther: boolean };

const row = z.object({ value: z.string().nullable() });

/** The largest groups of a query by interactions of all its series in the range, then by text, null last. */
export async function breakdownGroups(context: QueryContext, query: TrendsQuery): Promise<BreakdownGroups | null> {
  if (!query.breakdown) return null;
  const parameters = context.createParameters();
  const span: Span = { fromMs: context.fromMs, toMs: context.toMs };
  // Only who counts: the measures are of no interest here.
  const counted: TrendsQuery = { ...query, series: query.series.map((series) => ({ ...series, measure: { kind: "total" } })) };
  const rows = trendRows(counted, span, parameters, context);
  const { limit } = query.breakdown;
  const found = await context.ask({
    query: `SELECT broken_down AS value FROM (${rows.sql}) GROUP BY broken_down ORDER BY ${bySize(sizeOf(rows))} LIMIT ${limit + 1}`,
    parameters,
    schema: row,
  });
  return { shown: found.slice(0, limit).map(({ value }) => value), hasOther: found.length > limit };
}

/** How many interactions of all series there are among some rows, as an aggregate. */
export const sizeOf = ({ measures, belongsTo }: TrendRows): string =>
  belongsTo(0) === null ? `count() * ${measures.length}` : measures.map((_, index) => `countIf(${belongsTo(index)})`).join(" + ");

/** Groups in their order, as ORDER BY has it, of a size in SQL. */
export const bySize = (size: string): string => `${size} DESC, isNull(broken_down), broken_down`;

/** A group's place among those shown, from 0; the others are all at the place after the last. */
export function placeOfGroup({ shown }: BreakdownGroups, parameters: Parameters): string {
  const texts = parameters.add(
    shown.filter((value) => value !== null),
    "Array(String)",
  );
  const places = parameters.add(
    shown.flatMap((value, place) => (value === null ? [] : [place])),
    "Array(Int32)",
  );
  const nullPlace = shown.includes(null) ? shown.indexOf(null) : shown.length;
  return `if(isNull(broken_down), ${nullPlace}, transform(assumeNotNull(broken_down), ${texts}, ${places}, ${shown.length}))`;
}
