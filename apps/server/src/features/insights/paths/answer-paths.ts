import type { Cell, PathsAnswer, PathsQuery } from "@throughline/contract";
import { z } from "zod";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { pathRows, transitionsOfPath } from "./sessions-sql.ts";

const rowSchema = z.object({
  step: z.number(),
  from_label: z.string(),
  to_label: z.string(),
  transitions: z.coerce.number(),
  people: z.coerce.number(),
  median_seconds: z.number(),
  all_transitions: z.coerce.number(),
});

/** The answer to a paths query (docs/insights.md). */
export async function answerPaths(context: QueryContext, query: PathsQuery): Promise<PathsAnswer> {
  const parameters = context.createParameters();
  const paths = pathRows(query, parameters, context);
  // Each session counts once more at step 0: also one of a single node, which has no transition.
  const steps = `SELECT person, arrayJoin(arrayPushFront(${transitionsOfPath}, (toUInt32(0), '', '', toFloat64(0)))) AS edge FROM (${paths})`;
  const edges = `SELECT edge.1 AS step, edge.2 AS from_label, edge.3 AS to_label, count() AS transitions, uniqExact(person) AS people, quantileExactInclusive(0.5)(edge.4) AS median_seconds
    FROM (${steps}) GROUP BY step, from_label, to_label`;
  const rows = await context.ask({
    query: `SELECT *, sumIf(transitions, step > 0) OVER () AS all_transitions FROM (${edges})
      ORDER BY step = 0 DESC, transitions DESC, step, from_label, to_label LIMIT ${parameters.add(query.limit + 1, "UInt32")}`,
    parameters,
    schema: rowSchema,
  });
  const shown = rows.filter((row) => row.step > 0);
  const shownTransitions = shown.reduce((sum, row) => sum + row.transitions, 0);
  return {
    kind: "paths",
    edges: shown.map((row) => ({
      from: { step: row.step, label: row.from_label },
      to: { step: row.step + 1, label: row.to_label },
      count: row.transitions,
      people: row.people,
      medianSeconds: row.median_seconds,
    })),
    left: (rows[0]?.all_transitions ?? 0) - shownTransitions,
    paths: rows.find((row) => row.step === 0)?.transitions ?? 0,
  };
}

/** Those who took one transition: a subquery of `person`. */
export function pathsPeople(
  context: QueryContext,
  query: PathsQuery,
  cell: Extract<Cell, { kind: "paths" }>,
  parameters: Parameters,
): string {
  const is = (place: number, value: string | number, type: string) => `edge.${place} = ${parameters.add(value, type)}`;
  const conditions = [is(1, cell.from.step, "Int32"), is(2, cell.from.label, "String"), is(3, cell.to.label, "String")];
  if (cell.to.step !== cell.from.step + 1) conditions.push("false");
  return `SELECT DISTINCT person FROM (${pathRows(query, parameters, context)}) ARRAY JOIN ${transitionsOfPath} AS edge WHERE ${conditions.join(" AND ")}`;
}
