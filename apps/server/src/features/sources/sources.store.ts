import type { Source } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database>;
type SourceRow = {
  id: string;
  name: string;
  kind: string;
  writeKey: string;
  enabled: boolean;
  keepIp: boolean;
  eventsPerSecond: number | null;
  createdAt: Date;
};
type HealthRow = { sourceId: string; hour: Date; accepted: string; quarantined: string; duplicates: string; last: Date };

const hourMs = 3_600_000;

/** The sources of a workspace with their last 24 hours, oldest source first; with `id`, that one. */
export async function readSources(db: Db, workspaceId: string, now: Date, id?: string): Promise<Source[]> {
  const { rows } = await sql<SourceRow>`
    SELECT id, name, kind, write_key AS "writeKey", enabled, keep_ip AS "keepIp", events_per_second AS "eventsPerSecond", created_at AS "createdAt" FROM source
    WHERE workspace_id = ${workspaceId} AND deleted_at IS NULL ${id === undefined ? sql`` : sql`AND id = ${id}`} ORDER BY created_at, id`.execute(
    db,
  );
  const firstHour = Math.floor(now.getTime() / hourMs) * hourMs - 23 * hourMs;
  const { rows: hours } = await sql<HealthRow>`
    SELECT source_id AS "sourceId", date_trunc('hour', minute, 'UTC') AS hour, sum(accepted) AS accepted, sum(quarantined) AS quarantined, sum(duplicates) AS duplicates, max(minute) AS last
    FROM source_minute WHERE workspace_id = ${workspaceId} AND minute >= ${new Date(firstHour)} GROUP BY 1, 2`.execute(db);
  const { rows: lasts } = await sql<{ sourceId: string; last: Date }>`
    SELECT s.id AS "sourceId", m.minute AS last FROM source s, LATERAL (
      SELECT minute FROM source_minute WHERE workspace_id = s.workspace_id AND source_id = s.id ORDER BY minute DESC LIMIT 1) m
    WHERE s.workspace_id = ${workspaceId} AND s.deleted_at IS NULL`.execute(db);
  const lastOf = new Map(lasts.map((row) => [row.sourceId, row.last]));
  const bySource = Map.groupBy(hours, (row) => row.sourceId);
  return rows.map((row) => ({
    ...row,
    kind: row.kind as Source["kind"],
    createdAt: row.createdAt.toISOString(),
    health: healthOf(row, bySource.get(row.id) ?? [], lastOf.get(row.id) ?? null, firstHour, now),
  }));
}

function healthOf(source: SourceRow, hours: readonly HealthRow[], last: Date | null, firstHour: number, now: Date): Source["health"] {
  const sum = (name: "accepted" | "quarantined" | "duplicates") => hours.reduce((total, row) => total + Number(row[name]), 0);
  const perHour = Array.from({ length: 24 }, (_, index) =>
    Number(hours.find((row) => row.hour.getTime() === firstHour + index * hourMs)?.accepted ?? 0),
  );
  const [accepted24h, quarantined24h] = [sum("accepted"), sum("quarantined")];
  return {
    state: stateOf(source, last, accepted24h, quarantined24h, now),
    lastReceivedAt: last?.toISOString() ?? null,
    accepted24h,
    quarantined24h,
    duplicates24h: sum("duplicates"),
    perHour,
  };
}

/** What comes once and for all: nobody waits for more. */
const onceKinds = new Set(["import", "sample"]);

/** Failing: more than a twentieth of the day's events could not be used. Quiet: nothing for a day. */
function stateOf(source: SourceRow, last: Date | null, accepted: number, quarantined: number, now: Date): Source["health"]["state"] {
  if (!source.enabled) return "disabled";
  if (!last) return "waiting";
  if (quarantined > 0.05 * (accepted + quarantined)) return "failing";
  return !onceKinds.has(source.kind) && now.getTime() - last.getTime() > 24 * hourMs ? "quiet" : "healthy";
}
