import type { Cell, PathsAnswer, PathsQuery } from "@throughline/contract";
import { z } from "zod";
import type { Parameters } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";
import { nodeNumbers } from "./node-numbers.ts";
import { pathRows, transitionsOfPath } from "./sessions-sql.ts";

const rowSchema = z.object({
  step: z.number(),
  from_label: z.string(),
  to_label: z.string(),
  transitions: z.coerce.number(),
  people: z.coerce.number(),
  median_seconds: z.number(),
  all_transitions: z.coerce.number(),
  all_paths: z.coerce.number(),
});

/** The answer to a paths query (docs/insights.md). */
export async function answerPaths(context: QueryContext, query: PathsQuery): Promise<PathsAnswer> {
  const parameters = context.createParameters();
  const numbers = nodeNumbers(query, parameters, context);
  // A session of a single node has no transition: it is counted at step 0. Of every other one there is one transition at the step where all of them begin, or end.
  const stepOfAll = query.end !== undefined && query.start === undefined ? query.steps - 1 : 1;
  const steps = `SELECT person, arrayJoin(emptyArrayToSingle(${transitionsOfPath(numbers)})) AS edge FROM (${pathRows(query, numbers, parameters, context)})`;
  const edges = `SELECT edge.1 AS step, edge.2 AS from_place, edge.3 AS to_place, count() AS transitions, uniqExact(person) AS people, quantileExactInclusive(0.5)(edge.4) AS median_ms
    FROM (${steps}) GROUP BY step, from_place, to_place`;
  const ranked = `SELECT *, sumIf(transitions, step > 0) OVER () AS all_transitions, sumIf(transitions, step IN (0, ${stepOfAll})) OVER () AS all_paths FROM (${edges})
    ORDER BY step = 0 DESC, transitions DESC, step, from_place, to_place LIMIT ${parameters.add(query.limit + 1, "UInt32")}`;
  const rows = await context.ask({
    query: `SELECT step, transitions, people, all_transitions, all_paths, ${numbers.labelAt("from_place")} AS from_label, ${numbers.labelAt("to_place")} AS to_label, median_ms / 1000 AS median_seconds
      FROM (${ranked}) ORDER BY step = 0 DESC, transitions DESC, step, from_place, to_place`,
    parameters,
    schema: rowSchema,
  });
  const shown = rows.filter((row) => row.step > 0).slice(0, query.limit);
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
    paths: rows[0]?.all_paths ?? 0,
  };
}

/** Those who took one transition: a subquery of `person`. */
export function pathsPeople(
  context: QueryContext,
  query: PathsQuery,
  cell: Extract<Cell, { kind: "paths" }>,
  parameters: Parameters,
): string {
  const numbers = nodeNumbers(query, parameters, context);
  const conditions = [
    `edge.1 = ${parameters.add(cell.from.step, "Int32")}`,
    `edge.2 = ${numbers.placeOf(cell.from.label)}`,
    `edge.3 = ${numbers.placeOf(cell.to.label)}`,
  ];
  if (cell.to.step !== cell.from.step + 1) conditions.push("false");
  return `SELECT DISTINCT person FROM (${pathRows(query, numbers, parameters, context)}) ARRAY JOIN ${transitionsOfPath(numbers)} AS edge WHERE ${conditions.join(" AND ")}`;
}
