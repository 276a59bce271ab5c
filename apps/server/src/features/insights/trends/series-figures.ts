import type { Span } from "@throughline/domain";
import type { TrendsQuery } from "@throughline/contract";
import { z } from "zod";
import type { QueryContext } from "../query-context.ts";
import { placeOfGroup, type BreakdownGroups } from "./breakdown-groups.ts";
import { callPlainly } from "./measures.ts";
import { trendRows } from "./trend-rows.ts";

/** A figure for each series, by the number of the interval and the place of the group: `20454 0`. */
export type Figures = Map<string, (number | null)[]>;

const row = z.object({ number: z.coerce.number(), place: z.coerce.number(), figures: z.array(z.number().nullable()) });

/** The figures of groups that are known, in a stretch of time. */
export async function seriesFigures(
  context: QueryContext,
  query: TrendsQuery,
  span: Span,
  groups: BreakdownGroups | null,
): Promise<Figures> {
  const parameters = context.createParameters();
  const rows = trendRows(query, span, parameters, context);
  const place = groups ? placeOfGroup(groups, parameters) : "0";
  const figures = rows.measures.map((measure, index) => `toFloat64(${measure.aggregate(rows.belongsTo(index), callPlainly)})`);
  const found = await context.ask({
    query: `SELECT number, ${place} AS place, [${figures.join(", ")}] AS figures FROM (${rows.sql}) GROUP BY number${groups ? ", place" : ""}`,
    parameters,
    schema: row,
  });
  return new Map(found.map(({ number, place: at, figures: values }) => [`${number} ${at}`, values]));
}
