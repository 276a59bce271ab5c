import { bucketsOf } from "@throughline/domain";
import type { StickinessAnswer, StickinessQuery } from "@throughline/contract";
import { personExpression } from "../timeline/index.ts";
import { z } from "zod";
import { intervalNumbers } from "./intervals-sql.ts";
import { lookedAt } from "./looked-at.ts";
import { compileEventMatch, type Parameters } from "./predicate-sql/index.ts";
import type { QueryContext } from "./query-context.ts";

const row = z.object({ periods: z.coerce.number(), people: z.coerce.number() });

/** Intervals that the range touches, as far as they have begun. */
const begunBuckets = (query: StickinessQuery, { fromMs, toMs, timezone, nowMs }: QueryContext) =>
  bucketsOf({ fromMs, toMs }, query.interval, timezone).filter(({ startMs }) => startMs <= nowMs);

/** In how many intervals everybody was active: rows of `person` and `periods`. */
function periodRows(query: StickinessQuery, parameters: Parameters, context: QueryContext): string {
  const buckets = begunBuckets(query, context);
  const fromMs = buckets[0]?.startMs ?? context.fromMs;
  const toMs = buckets.at(-1)?.endMs ?? context.fromMs;
  return `SELECT ${personExpression} AS person, uniqExact(${intervalNumbers(query.interval, context.timezone, fromMs).sql(parameters)}) AS periods FROM interaction
    WHERE ${lookedAt({ where: query.where, fromMs, toMs }, parameters, context)} AND ${compileEventMatch({ event: query.event }, parameters, context.predicates)} GROUP BY person`;
}

/** The answer to a stickiness query (docs/insights.md). */
export async function answerStickiness(context: QueryContext, query: StickinessQuery): Promise<StickinessAnswer> {
  const parameters = context.createParameters();
  const rows = await context.ask({
    query: `SELECT periods, count() AS people FROM (${periodRows(query, parameters, context)}) GROUP BY periods`,
    parameters,
    schema: row,
  });
  const counts = new Map(rows.map(({ periods, people }) => [periods, people]));
  return { kind: "stickiness", counts: begunBuckets(query, context).map((_, index) => counts.get(index + 1) ?? 0) };
}

/** Those who were active in so many intervals: a subquery of `person`. */
export const stickinessPeople = (
  context: QueryContext,
  query: StickinessQuery,
  cell: { periods: number },
  parameters: Parameters,
): string => `SELECT person FROM (${periodRows(query, parameters, context)}) WHERE periods = ${parameters.add(cell.periods, "UInt64")}`;
