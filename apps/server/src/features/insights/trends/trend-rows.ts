import { startOfInterval, type Span } from "@throughline/domain";
import type { TrendsQuery } from "@throughline/contract";
import { intervalNumbers, type IntervalNumbers } from "../intervals-sql.ts";
import { lookedAt } from "../looked-at.ts";
import { compileEventMatch, propertySource, type Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { measureSql, type MeasureSql } from "./measures.ts";
import { rowSource, type WantedValue } from "./row-source.ts";

export type TrendRows = {
  /** Rows of `number` (of the interval), `is_0`, `is_1` … (which series), the breakdown as `broken_down`, and what the measures need. */
  sql: string;
  measures: MeasureSql[];
  numbers: IntervalNumbers;
  /** The condition that a row belongs to a series, or null where all rows do. */
  belongsTo(series: number): string | null;
};

/** The rows behind a trends query in a stretch of time. */
export function trendRows(query: TrendsQuery, span: Span, parameters: Parameters, context: QueryContext): TrendRows {
  const measures = query.series.map(({ measure }, index) => measureSql(measure, index, context.predicates));
  const matches = query.series.map((series) => compileEventMatch(series, parameters, context.predicates));
  const numbers = intervalNumbers(query.interval, context.timezone, startOfInterval(span.fromMs, "hour", context.timezone));
  const isOne = new Set(matches).size === 1;
  const columns: Record<string, string> = { number: numbers.sql(parameters) };
  if (!isOne) matches.forEach((match, index) => (columns[`is_${index}`] = match));
  if (measures.some((measure) => measure.needsSession)) columns["session"] = "session_id";
  const values: WantedValue[] = measures.flatMap(({ numbers: wanted }) =>
    wanted ? [{ name: wanted.name, source: wanted.source, as: "numbers" as const }] : [],
  );
  if (query.breakdown)
    values.push({ name: "broken_down", source: propertySource(query.breakdown.property, context.predicates), as: "text" });
  const names = query.series.map((series) => series.event);
  // The names alone first: the table is sorted by them.
  const named = !isOne && !names.includes(null) ? [`name IN ${parameters.add([...new Set(names.flat())], "Array(String)")}`] : [];
  const wanted = isOne ? (matches[0] as string) : `(${matches.join(" OR ")})`;
  const where = [lookedAt({ where: query.where, ...span }, parameters, context), ...named, wanted].join(" AND ");
  return {
    sql: rowSource(
      {
        columns,
        where,
        values,
        needsPerson: measures.some((measure) => measure.needsPerson),
        needsAccount: measures.some((measure) => measure.needsAccount),
      },
      parameters,
    ),
    measures,
    numbers,
    belongsTo: (series) => (isOne ? null : `is_${series}`),
  };
}
