import type { FunnelQuery } from "@throughline/contract";
import { bestAttempts } from "../funnel/best-attempts.ts";
import { compileFunnelParts, type FunnelParts } from "../funnel/funnel-parts.ts";
import { unitRows } from "../funnel/unit-rows.ts";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";

/** Two groups of a funnel's units: those whose best attempt did a step, and those who began and did not. */
export type Comparison = {
  query: FunnelQuery;
  parts: FunnelParts;
  parameters: Parameters;
  context: QueryContext;
  /** A subquery of `unit`, `converted`, `begin_ms`, `end_ms` (the step itself, or the end of window or range) and `people`. */
  units: string;
};

/** `step` is the index of the step that makes a convert. */
export function compareUnits(context: QueryContext, query: FunnelQuery, step: number): Comparison {
  const parameters = context.createParameters();
  const parts = compileFunnelParts(query, parameters, context);
  const at = parameters.add(step, "UInt8");
  const closes = `least(times[1] + ${parameters.add(parts.windowMs, "Int64")}, ${parameters.add(context.toMs, "Int64")})`;
  const units = `SELECT unit, has(done, ${at}) AS converted, times[1] AS begin_ms, if(converted, times[indexOf(done, ${at})], ${closes}) AS end_ms, people
    FROM (${bestAttempts(parts, { people: true }, parameters, context)})`;
  return { query, parts, parameters, context, units };
}

/** Rows of all that the units did, whatever it was: `unit` and `mark`. */
export const rowsOfAnything = ({ parts, parameters, context }: Comparison, mark: string): string =>
  unitRows({ ...parts, query: { ...parts.query, order: "strict" } }, { mark }, parameters, context);

/** Rows that fulfil step 1: `unit` and `mark`. */
export function rowsOfFirstStep({ parts, parameters, context }: Comparison, mark: string): string {
  const query: FunnelQuery = { ...parts.query, steps: parts.query.steps.slice(0, 1), exclude: [], order: "ordered" };
  return unitRows({ ...parts, query, steps: parts.steps.slice(0, 1), guards: [] }, { mark }, parameters, context);
}
