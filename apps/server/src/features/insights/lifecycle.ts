import type { LifecycleAnswer, LifecycleQuery } from "@throughline/contract";
import { z } from "zod";
import { lifecycleIntervals, lifecycleRows, lifecycleStatuses, type LifecycleStatus } from "./lifecycle-rows.ts";
import type { Parameters } from "./predicate-sql/index.ts";
import type { QueryContext } from "./query-context.ts";

const row = z.object({ number: z.coerce.number(), status: z.enum(lifecycleStatuses), people: z.coerce.number() });

/** The answer to a lifecycle query (docs/insights.md). */
export async function answerLifecycle(context: QueryContext, query: LifecycleQuery): Promise<LifecycleAnswer> {
  const parameters = context.createParameters();
  const rows = await context.ask({
    query: `SELECT number, status, sum(people) AS people FROM (${lifecycleRows(query, "people", parameters, context)}) GROUP BY number, status`,
    parameters,
    schema: row,
  });
  const { buckets, numbers, hasBegun } = lifecycleIntervals(query, context);
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
  const { buckets, numbers, hasBegun } = lifecycleIntervals(query, context);
  const bucket = buckets.find(({ at }) => at === cell.at);
  const number = bucket && hasBegun(bucket) ? numbers.of(bucket) : null;
  return `SELECT DISTINCT person FROM (${lifecycleRows(query, "person", parameters, context)}) WHERE ${
    number === null ? "false" : `number = ${parameters.add(number, "Int32")} AND status = ${parameters.add(cell.status, "String")}`
  }`;
}
