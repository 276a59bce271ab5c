import { addIntervals, bucketsOf, startOfInterval, type Bucket } from "@throughline/domain";
import type { LifecycleAnswer, LifecycleQuery } from "@throughline/contract";
import { personExpression } from "../timeline/index.ts";
import { z } from "zod";
import { intervalNumbers } from "./intervals-sql.ts";
import { lookedAt } from "./looked-at.ts";
import { compileEventMatch, type Parameters } from "./predicate-sql/index.ts";
import type { QueryContext } from "./query-context.ts";

const statuses = ["new", "returning", "resurrecting", "dormant"] as const;
export type LifecycleStatus = (typeof statuses)[number];
const row = z.object({ number: z.coerce.number(), status: z.enum(statuses), people: z.coerce.number() });

function parts(query: LifecycleQuery, { fromMs, toMs, timezone, nowMs }: QueryContext) {
  const buckets = bucketsOf({ fromMs, toMs }, query.interval, timezone);
  const firstMs = buckets[0]?.startMs ?? fromMs;
  const numbers = intervalNumbers(
    query.interval,
    timezone,
    startOfInterval(addIntervals(firstMs, -1, query.interval, timezone), query.interval, timezone),
  );
  return { buckets, numbers, hasBegun: (bucket: Bucket) => bucket.startMs <= nowMs, endMs: buckets.at(-1)?.endMs ?? toMs };
}

/** Who was what when: rows of `person`, `number` (of the interval) and `status`. */
function statusRows(query: LifecycleQuery, parameters: Parameters, context: QueryContext): string {
  const { buckets, numbers, endMs } = parts(query, context);
  const [first, last] = [buckets[0], buckets.at(-1)].map((bucket) => (bucket ? numbers.of(bucket) : 0)) as [number, number];
  const low = parameters.add(first, "Int32");
  const high = parameters.add(last, "Int32");
  const active = `SELECT ${personExpression} AS person, ${numbers.sql(parameters)} AS number FROM interaction
    WHERE ${lookedAt({ where: query.where, toMs: endMs }, parameters, context)} AND ${compileEventMatch({ event: query.event }, parameters, context.predicates)}`;
  return `SELECT person, entry.1 AS number, entry.2 AS status FROM (
    SELECT person, min(number) AS earliest, groupUniqArrayIf(number, number >= ${low} - 1) AS active,
      arrayConcat(
        arrayMap(n -> (n, multiIf(n = earliest, 'new', has(active, n - 1), 'returning', 'resurrecting')), arrayFilter(n -> n >= ${low}, active)),
        arrayMap(n -> (n + 1, 'dormant'), arrayFilter(n -> n < ${high} AND NOT has(active, n + 1), active))) AS entries
    FROM (${active}) GROUP BY person HAVING notEmpty(active)) ARRAY JOIN entries AS entry`;
}

/** The answer to a lifecycle query (docs/insights.md). */
export async function answerLifecycle(context: QueryContext, query: LifecycleQuery): Promise<LifecycleAnswer> {
  const parameters = context.createParameters();
  const rows = await context.ask({
    query: `SELECT number, status, count() AS people FROM (${statusRows(query, parameters, context)}) GROUP BY number, status`,
    parameters,
    schema: row,
  });
  const { buckets, numbers, hasBegun } = parts(query, context);
  const counts = new Map(rows.map(({ number, status, people }) => [`${number} ${status}`, people]));
  const seriesOf = (status: LifecycleStatus) =>
    buckets.map((bucket) => {
      const people = counts.get(`${numbers.of(bucket)} ${status}`) ?? 0;
      return { at: bucket.at, value: hasBegun(bucket) ? (status === "dormant" ? 0 - people : people) : null };
    });
  return {
    kind: "lifecycle",
    series: {
      new: seriesOf("new"),
      returning: seriesOf("returning"),
      resurrecting: seriesOf("resurrecting"),
      dormant: seriesOf("dormant"),
    },
  };
}

/** Those who had a status in the interval that begins at `at`: a subquery of `person`. */
export function lifecyclePeople(
  context: QueryContext,
  query: LifecycleQuery,
  cell: { at: string; status: LifecycleStatus },
  parameters: Parameters,
): string {
  const { buckets, numbers, hasBegun } = parts(query, context);
  const bucket = buckets.find(({ at }) => at === cell.at);
  const number = bucket && hasBegun(bucket) ? numbers.of(bucket) : null;
  return `SELECT DISTINCT person FROM (${statusRows(query, parameters, context)}) WHERE ${
    number === null ? "false" : `number = ${parameters.add(number, "Int32")} AND status = ${parameters.add(cell.status, "String")}`
  }`;
}
