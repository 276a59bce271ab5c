import type { Channel, Kind } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { conditionsOf, personExpression, type TimelineFilter } from "../timeline/index.ts";

const counted = z.object({ interactions: z.coerce.number(), people: z.coerce.number() });

/**
 * Interactions and people that match, people as they are merged now. Rows are counted as they are: the pipeline writes each once (see the timeline writer), and telling
 * twenty million ids apart would take a gigabyte of memory to say the same.
 */
export async function countMatching(
  clickhouse: ClickHouse,
  workspaceId: string,
  filter: TimelineFilter,
): Promise<{ interactions: number; people: number }> {
  const { conditions, params } = conditionsOf(workspaceId, filter);
  const [row] = await clickhouse.query({
    query: `SELECT count() AS interactions, uniqExact(${personExpression}) AS people FROM interaction WHERE ${conditions.join(" AND ")}`,
    params,
    schema: counted,
  });
  return row ?? { interactions: 0, people: 0 };
}

export type StatsInput = {
  name?: string | undefined;
  kind?: Kind | undefined;
  channel?: Channel | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** `from` is included, `to` is not. */
export async function readStats(deps: { clickhouse: ClickHouse }, access: Access, input: StatsInput) {
  requirePermission(access, "data:read");
  return countMatching(
    deps.clickhouse,
    access.workspaceId,
    Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as TimelineFilter,
  );
}
