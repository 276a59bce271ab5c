import type { ClickHouse } from "../../../platform/clickhouse/index.ts";
import { askWithinLimits } from "../ask-within-limits.ts";
import { createParameters, type NamedPeople } from "../predicate-sql/index.ts";
import type { QueryContext } from "../query-context.ts";

const nobody = "SELECT toUInt64(0) AS person_id WHERE false";
const noNames: NamedPeople = { segment: () => nobody, stage: () => nobody, score: () => nobody };

/** What a query is answered from, without Postgres: no catalogue, and nobody in any segment unless `people` says otherwise. */
export function testContext(
  clickhouse: ClickHouse,
  workspaceId: string,
  { people = noNames, ...rest }: Pick<QueryContext, "timezone" | "fromMs" | "toMs" | "nowMs"> & { people?: NamedPeople },
): QueryContext {
  return {
    workspaceId,
    ...rest,
    predicates: { nowMs: rest.nowMs, typesOf: () => null, people },
    createParameters: () => createParameters(workspaceId),
    ...askWithinLimits(clickhouse),
  };
}
