import type { TrendsQuery } from "@throughline/contract";
import type { Span } from "@throughline/domain";
import { z } from "zod";
import type { QueryContext } from "../query-context.ts";
import { bySize, sizeOf, type BreakdownGroups } from "./breakdown-groups.ts";
import { callInSteps } from "./measures.ts";
import type { Figures } from "./series-figures.ts";
import { trendRows } from "./trend-rows.ts";

const row = z.object({
  number: z.coerce.number(),
  place: z.coerce.number(),
  value: z.string().nullable(),
  figures: z.array(z.number().nullable()),
});

/** So many groups by interval are kept as small states at once; of more, the largest are found first. */
const mostStates = 100_000;

/**
 * The groups of a breakdown and their figures in one statement, which reads the rows once: states for each interval and group, the groups' places by size, and the states of each place merged, those
 * beyond the limit to one. Null where there are too many groups for that.
 */
export async function groupedFigures(
  context: QueryContext,
  query: TrendsQuery,
  limit: number,
): Promise<{ groups: BreakdownGroups; figures: Figures } | null> {
  const parameters = context.createParameters();
  const span: Span = { fromMs: context.fromMs, toMs: context.toMs };
  const rows = trendRows(query, span, parameters, context);
  const steps = callInSteps();
  const figures = rows.measures.map((measure, index) => `toFloat64(${measure.aggregate(rows.belongsTo(index), steps.call)})`);
  const states = `SELECT number, broken_down, ${sizeOf(rows)} AS size, ${steps.columns().join(", ")} FROM (${rows.sql}) GROUP BY number, broken_down`;
  const sized = `SELECT *, sum(size) OVER (PARTITION BY broken_down) AS whole FROM (${states})`;
  const placed = `SELECT *, toInt32(least(dense_rank() OVER (ORDER BY ${bySize("whole")}) - 1, ${limit})) AS place FROM (${sized})`;
  const found = await context.askUpTo(mostStates, {
    query: `SELECT number, place, any(broken_down) AS value, [${figures.join(", ")}] AS figures FROM (${placed}) GROUP BY number, place`,
    parameters,
    schema: row,
  });
  if (found === null) return null;
  const shown: BreakdownGroups["shown"] = [];
  for (const { place, value } of found) if (place < limit) shown[place] = value;
  return {
    groups: { shown, hasOther: found.some(({ place }) => place === limit) },
    figures: new Map(found.map(({ number, place, figures: values }) => [`${number} ${place}`, values])),
  };
}
