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
  const { timezone } = await deps.db.selectFrom("workspace").select("timezone").where("id", "=", workspaceId).executeTakeFirstOrThrow();
  const span = resolveRange(query.range, { nowMs, timezone });
  checkQuery(query, span, timezone);
  const people = await resolveNamedPeople(deps, workspaceId, allPartsOf(query));
  const typesOf = await readPropertyTypes(deps.db, workspaceId);
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
