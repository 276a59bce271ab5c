import { z } from "zod";
import type { SharedClickHouse } from "../../platform/clickhouse/index.ts";
import type { ProfileStretch, StretchCount, Tx } from "../identity/index.ts";
import { processedUpTo, type LogPositions } from "./processed-up-to.ts";

/** Each costs some 30 bytes of parameters; a statement for each fifty of them would keep a batch waiting for minutes. */
const stretchesAtOnce = 2_000;
const farAwayMs = Date.UTC(2200, 0, 1);
const counted = z.object({
  stretch: z.coerce.number(),
  interactions: z.coerce.number(),
  first: z.coerce.number(),
  last: z.coerce.number(),
});

/**
 * Interactions, first and last moment of stretches of profiles; those of one profile do not overlap. Only what is committed counts, and what the batch under way holds
 * (`ends`: its last positions): what another batch has written to the timeline but not committed will be added by that batch itself.
 */
export async function countStretches(
  clickhouse: SharedClickHouse,
  tx: Tx,
  stretches: readonly ProfileStretch[],
  ends: LogPositions,
): Promise<StretchCount[]> {
  const upTo = new Map([...(await processedUpTo(tx)), ...ends]);
  const counts = new Map<ProfileStretch, StretchCount>();
  for (const [workspaceId, own] of Map.groupBy(stretches, (stretch) => stretch.workspaceId))
    for (let at = 0; at < own.length; at += stretchesAtOnce)
      await countSome(clickhouse, workspaceId, own.slice(at, at + stretchesAtOnce), upTo, counts);
  return stretches.map((stretch) => counts.get(stretch) ?? { interactions: 0, firstSeen: null, lastSeen: null });
}

async function countSome(
  clickhouse: SharedClickHouse,
  workspaceId: string,
  stretches: readonly ProfileStretch[],
  upTo: LogPositions,
  counts: Map<ProfileStretch, StretchCount>,
): Promise<void> {
  const froms = stretches.map(({ fromMs }) => fromMs);
  const untils = stretches.map(({ untilMs }) => Math.min(untilMs, farAwayMs));
  const params: Record<string, unknown> = {
    workspaceId,
    profileIds: stretches.map(({ profileId }) => profileId),
    froms,
    untils,
    earliest: froms.reduce((least, one) => Math.min(least, one), farAwayMs),
    latest: untils.reduce((most, one) => Math.max(most, one), 0),
  };
  const isProcessed = [...upTo].map(([partition, position]) => {
    params[`upTo${partition}`] = position;
    return `(log_partition = ${Number(partition)} AND log_position <= {upTo${partition}:UInt64})`;
  });
  // Each interaction belongs to the latest stretch of its profile that had begun, if that had not ended.
  const rows = await clickhouse.query({
    query: `SELECT s.stretch AS stretch, count() AS interactions, min(e.ms) AS first, max(e.ms) AS last
      FROM (SELECT profile_id, any(toUnixTimestamp64Milli(at)) AS ms FROM interaction_by_person
        WHERE workspace_id = {workspaceId:UUID} AND profile_id IN {profileIds:Array(UInt64)}
          AND at >= fromUnixTimestamp64Milli({earliest:Int64}) AND at < fromUnixTimestamp64Milli({latest:Int64}) AND (${isProcessed.join(" OR ")})
        GROUP BY profile_id, id) AS e
      ASOF INNER JOIN (SELECT profile_id, from_ms, until_ms, stretch FROM system.one
        ARRAY JOIN {profileIds:Array(UInt64)} AS profile_id, {froms:Array(Int64)} AS from_ms, {untils:Array(Int64)} AS until_ms, arrayEnumerate({froms:Array(Int64)}) AS stretch) AS s
      ON e.profile_id = s.profile_id AND e.ms >= s.from_ms
      WHERE e.ms < s.until_ms GROUP BY s.stretch`,
    params,
    schema: counted,
  });
  for (const { stretch, interactions, first, last } of rows)
    counts.set(stretches[stretch - 1] as ProfileStretch, { interactions, firstSeen: new Date(first), lastSeen: new Date(last) });
}
