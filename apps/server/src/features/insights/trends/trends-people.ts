import { bucketsOf, previousSpan, type Span } from "@throughline/domain";
import { ProductError, type Cell, type TrendsQuery } from "@throughline/contract";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { breakdownGroups, otherGroup, placeOfGroup } from "./breakdown-groups.ts";
import { trendRows } from "./trend-rows.ts";

/** Those behind a figure of a trend: a subquery of `person`. */
export async function trendsPeople(
  context: QueryContext,
  query: TrendsQuery,
  cell: Extract<Cell, { kind: "trends" }>,
  parameters: Parameters,
): Promise<string> {
  const series = query.series[cell.series];
  if (!series)
    throw new ProductError("invalid_input", `The query has no series ${cell.series}.`, {
      issues: [{ field: "cell.series", message: "is not in the query", accepted: `0 to ${query.series.length - 1}` }],
    });
  const now: Span = { fromMs: context.fromMs, toMs: context.toMs };
  if (cell.compare === "previous" && query.compare !== "previous")
    throw new ProductError("invalid_input", "The query is not compared with the period before.", {
      issues: [{ field: "cell.compare", message: "is not in the answer", accepted: "a number of the range itself" }],
    });
  const span = cell.compare === "previous" ? previousSpan(now, query.interval, context.timezone) : now;
  const bucket = bucketsOf(span, query.interval, context.timezone).find(({ at }) => at === cell.at);
  const inCell: Span =
    cell.at === undefined
      ? span
      : bucket
        ? { fromMs: Math.max(bucket.startMs, span.fromMs), toMs: Math.min(bucket.endMs, span.toMs) }
        : { fromMs: span.fromMs, toMs: span.fromMs };
  const groups = cell.breakdown === undefined ? null : await breakdownGroups(context, query);
  const counted: TrendsQuery = { ...query, series: [{ ...series, measure: { kind: "people" } }] };
  if (groups === null) delete counted.breakdown;
  const rows = trendRows(counted, inCell, parameters, context);
  if (groups === null) return `SELECT DISTINCT person FROM (${rows.sql})`;
  const place = cell.breakdown === otherGroup ? groups.shown.length : groups.shown.indexOf(cell.breakdown ?? null);
  return `SELECT DISTINCT person FROM (${rows.sql}) WHERE ${placeOfGroup(groups, parameters)} = ${parameters.add(place, "Int32")}`;
}
