import { compileEventCondition } from "./predicate-sql/index.ts";
import type { Parameters } from "./predicate-sql/index.ts";
import type { Predicate } from "@throughline/contract";
import type { QueryContext } from "./query-context.ts";
import { momentSql } from "./intervals-sql.ts";

/** What a query looks at, as a condition of rows of `interaction`: its workspace, never bots, a stretch of time (either end open) and the query's own `where`. */
export function lookedAt(
  { where, fromMs, toMs }: { where: Predicate | undefined; fromMs?: number | undefined; toMs?: number | undefined },
  parameters: Parameters,
  context: QueryContext,
): string {
  const conditions = [`workspace_id = ${parameters.workspace}`];
  if (fromMs !== undefined) conditions.push(`at >= ${momentSql(fromMs, parameters)}`);
  if (toMs !== undefined) conditions.push(`at < ${momentSql(toMs, parameters)}`);
  conditions.push("NOT is_bot");
  if (where) conditions.push(compileEventCondition(where, parameters, context.predicates));
  return conditions.join(" AND ");
}

/** How a series or step is called where it has no label of its own. */
export const eventLabel = (event: string | string[] | null): string =>
  event === null ? "Any interaction" : Array.isArray(event) ? event.join(" or ") : event;
