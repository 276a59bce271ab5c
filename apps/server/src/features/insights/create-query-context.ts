import { resolveRange } from "@throughline/domain";
import type { Query } from "@throughline/contract";
import type { Kysely } from "kysely";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { askWithinLimits } from "./ask-within-limits.ts";
import { allPartsOf, checkQuery } from "./check-query.ts";
import type { JourneyQueries } from "./journey-queries.ts";
import { resolveNamedPeople, type StageResolver } from "./named-people.ts";
import { createParameters } from "./predicate-sql/index.ts";
import { readPropertyTypes } from "./property-types.ts";
import type { QueryContext } from "./query-context.ts";

export type QueryDeps = {
  db: Kysely<Database>;
  clickhouse: ClickHouse;
  now: () => number;
  stages?: StageResolver | undefined;
  journeys?: JourneyQueries | undefined;
};

/**
 * Checks a query and gathers what its answer is computed from. `rowsRead` is what was read so far.
 * @throws ProductError `invalid_input`.
 */
export async function createQueryContext(
  deps: QueryDeps,
  workspaceId: string,
  query: Query,
): Promise<QueryContext & { rowsRead(): number }> {
  const nowMs = deps.now();
  const [{ timezone }, people, typesOf] = await Promise.all([
    deps.db.selectFrom("workspace").select("timezone").where("id", "=", workspaceId).executeTakeFirstOrThrow(),
    resolveNamedPeople(deps, workspaceId, allPartsOf(query)),
    namesProperty(query) ? readPropertyTypes(deps.db, workspaceId) : () => null,
  ]);
  const span = resolveRange(query.range, { nowMs, timezone });
  checkQuery(query, span, timezone);
  let rowsRead = 0;
  return {
    workspaceId,
    timezone,
    ...span,
    nowMs,
    predicates: { nowMs, typesOf, people },
    createParameters: () => createParameters(workspaceId),
    ...askWithinLimits(deps.clickhouse, (rows) => (rowsRead += rows)),
    rowsRead: () => rowsRead,
  };
}

/** May a query read a property? What a journey is made of stands in its definition. Too often yes does no harm. */
const namesProperty = (query: Query): boolean => query.kind === "journey" || /"(event|person|account)\./.test(JSON.stringify(query));
