import type { TrendsQuery } from "@throughline/contract";
import type { Span } from "@throughline/domain";
import { z } from "zod";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { trendRows } from "./trend-rows.ts";

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
  const sizes = query.series
    .map((_, index) => rows.belongsTo(index))
    .map((condition) => (condition === null ? "count()" : `countIf(${condition})`));
  const size = rows.belongsTo(0) === null ? `count() * ${query.series.length}` : sizes.join(" + ");
  const found = await context.ask({
    query: `SELECT broken_down AS value FROM (${rows.sql}) GROUP BY broken_down ORDER BY ${size} DESC, isNull(broken_down), broken_down LIMIT ${query.breakdown.limit + 1}`,
    parameters,
    schema: row,
  });
  const { limit } = query.breakdown;
  return { shown: found.slice(0, limit).map(({ value }) => value), hasOther: found.length > limit };
}

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
