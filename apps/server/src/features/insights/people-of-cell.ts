import { ProductError, type Cell, type Query } from "@throughline/contract";
import { z } from "zod";
import { funnelPeople } from "./funnel/funnel-people.ts";
import { lifecyclePeople } from "./lifecycle.ts";
import { pathsPeople } from "./paths/answer-paths.ts";
import type { Parameters } from "./predicate-sql/index.ts";
import type { QueryContext } from "./query-context.ts";
import { retentionPeople } from "./retention.ts";
import { cannotBeAsked } from "./run-query.ts";
import { stickinessPeople } from "./stickiness.ts";
import { trendsPeople } from "./trends/trends-people.ts";

/** Those behind one number of an answer: a subquery of different `person`. */
async function peopleSql(context: QueryContext, query: Query, cell: Cell, parameters: Parameters): Promise<string> {
  if (query.kind === "trends" && cell.kind === "trends") return trendsPeople(context, query, cell, parameters);
  if (query.kind === "funnel" && cell.kind === "funnel") return funnelPeople(context, query, cell, parameters);
  if (query.kind === "paths" && cell.kind === "paths") return pathsPeople(context, query, cell, parameters);
  if (query.kind === "lifecycle" && cell.kind === "lifecycle") return lifecyclePeople(context, query, cell, parameters);
  if (query.kind === "retention" && cell.kind === "retention") return retentionPeople(context, query, cell, parameters);
  if (query.kind === "stickiness" && cell.kind === "stickiness") return stickinessPeople(context, query, cell, parameters);
  if (query.kind === cell.kind) throw cannotBeAsked(query.kind);
  throw new ProductError("invalid_input", "The cell is not one of this query's answer.", {
    issues: [{ field: "cell.kind", message: `is ${cell.kind}, and the query is ${query.kind}`, accepted: query.kind }],
  });
}

const personRow = z.object({ person: z.string() });

/** A page of them in order of their ids, which never changes, behind `after`; one more than the limit where there are more. */
export async function pageOfPeople(
  context: QueryContext,
  query: Query,
  cell: Cell,
  { after, limit }: { after: string | null; limit: number },
): Promise<string[]> {
  const parameters = context.createParameters();
  const people = await peopleSql(context, query, cell, parameters);
  const beyond = after === null ? "" : ` WHERE person > ${parameters.add(after, "UInt64")}`;
  const rows = await context.ask({
    query: `SELECT person FROM (${people})${beyond} ORDER BY person LIMIT ${limit + 1}`,
    parameters,
    schema: personRow,
  });
  return rows.map(({ person }) => person);
}

/** How many there are. */
export async function countPeople(context: QueryContext, query: Query, cell: Cell): Promise<number> {
  const parameters = context.createParameters();
  const people = await peopleSql(context, query, cell, parameters);
  const [row] = await context.ask({
    query: `SELECT count() AS total FROM (${people})`,
    parameters,
    schema: z.object({ total: z.coerce.number() }),
  });
  return row?.total ?? 0;
}
