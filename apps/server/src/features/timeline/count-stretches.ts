import { z } from "zod";
import type { SharedClickHouse } from "../../platform/clickhouse/index.ts";
import type { ProfileStretch, StretchCount, Tx } from "../identity/index.ts";
import { processedUpTo, type LogPositions } from "./processed-up-to.ts";

const stretchesAtOnce = 50;
const farAwayMs = Date.UTC(2200, 0, 1);
const counted = z.object({
  stretch: z.coerce.number(),
  interactions: z.coerce.number(),
  first: z.coerce.number(),
  last: z.coerce.number(),
});

/**
 * Interactions, first and last moment of stretches of profiles. Only what is committed counts, and what the batch under way holds (`ends`: its last positions): what another
 * batch has written to the timeline but not committed will be added by that batch itself.
 */
export async function countStretches(
  clickhouse: SharedClickHouse,
  tx: Tx,
  stretches: readonly ProfileStretch[],
  ends: LogPositions,
): Promise<StretchCount[]> {
  const upTo = new Map([...(await processedUpTo(tx)), ...ends]);
  const counts: StretchCount[] = [];
  for (let at = 0; at < stretches.length; at += stretchesAtOnce)
    counts.push(...(await countSome(clickhouse, stretches.slice(at, at + stretchesAtOnce), upTo)));
  return counts;
}

async function countSome(clickhouse: SharedClickHouse, stretches: readonly ProfileStretch[], upTo: LogPositions): Promise<StretchCount[]> {
  const params: Record<string, unknown> = {};
  const isProcessed = [...upTo].map(([partition, position]) => {
    params[`upTo${partition}`] = position;
    return `(log_partition = ${Number(partition)} AND log_position <= {upTo${partition}:UInt64})`;
  });
  const parts = stretches.map(({ workspaceId, profileId, fromMs, untilMs }, index) => {
    Object.assign(params, {
      [`w${index}`]: workspaceId,
      [`p${index}`]: profileId,
      [`f${index}`]: fromMs,
      [`u${index}`]: Math.min(untilMs, farAwayMs),
    });
    return `SELECT ${index} AS stretch, count() AS interactions, toUnixTimestamp64Milli(min(happened)) AS first, toUnixTimestamp64Milli(max(happened)) AS last FROM (
      SELECT id, any(at) AS happened FROM interaction_by_person WHERE workspace_id = {w${index}:UUID} AND profile_id = {p${index}:UInt64}
        AND at >= fromUnixTimestamp64Milli({f${index}:Int64}) AND at < fromUnixTimestamp64Milli({u${index}:Int64}) AND (${isProcessed.join(" OR ")}) GROUP BY id)`;
  });
  const rows = await clickhouse.query({ query: parts.join(" UNION ALL "), params, schema: counted });
  const byStretch = new Map(rows.map((row) => [row.stretch, row]));
  return stretches.map((_, index) => {
    const row = byStretch.get(index);
    if (!row || row.interactions === 0) return { interactions: 0, firstSeen: null, lastSeen: null };
    return { interactions: row.interactions, firstSeen: new Date(row.first), lastSeen: new Date(row.last) };
  });
}
