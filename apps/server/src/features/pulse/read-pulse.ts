import { channels, personIdOf, type Channel } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { LogLag } from "../../platform/log/log.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { firstUserId } from "../people/index.ts";
import { readSources } from "../sources/index.ts";
import { personExpression } from "../timeline/index.ts";
import { findProblems } from "./find-problems.ts";
import { startOfDay } from "./start-of-day.ts";
import { countMatching } from "./read-stats.ts";

export type PulseDeps = { db: Kysely<Database>; clickhouse: ClickHouse; lag: () => LogLag; now: () => number };
const dayMs = 86_400_000;

/** How the workspace is doing now: traffic by the minute, today against yesterday at the same time, channels, who is new, what is wrong. */
export async function readPulse(deps: PulseDeps, access: Access, input: { minutes: number }) {
  requirePermission(access, "data:read");
  const { workspaceId } = access;
  const now = deps.now();
  const today = startOfDay(now, await timezoneOf(deps.db, workspaceId));
  const [perMinute, todayCounts, yesterdayCounts, newToday, newYesterday, byChannel, newest, sources] = await Promise.all([
    readMinutes(deps, workspaceId, now, input.minutes),
    countMatching(deps.clickhouse, workspaceId, { from: new Date(today).toISOString(), to: new Date(now).toISOString() }),
    countMatching(deps.clickhouse, workspaceId, { from: new Date(today - dayMs).toISOString(), to: new Date(now - dayMs).toISOString() }),
    countNew(deps, workspaceId, today, now),
    countNew(deps, workspaceId, today - dayMs, now - dayMs),
    readChannels(deps, workspaceId, now),
    readNewest(deps, workspaceId),
    readSources(deps.db, workspaceId, new Date(now)),
  ]);
  const lag = deps.lag();
  return {
    perMinute,
    today: { ...todayCounts, newPeople: newToday, yesterdaySameTime: { ...yesterdayCounts, newPeople: newYesterday } },
    channels: byChannel,
    pipeline: { behindEvents: lag.events, behindSeconds: Math.round(lag.seconds) },
    newest,
    problems: await findProblems(deps.db, workspaceId, sources, lag),
  };
}

async function timezoneOf(db: Kysely<Database>, workspaceId: string): Promise<string> {
  const { timezone } = await db.selectFrom("workspace").select("timezone").where("id", "=", workspaceId).executeTakeFirstOrThrow();
  return timezone;
}

async function readMinutes(deps: PulseDeps, workspaceId: string, now: number, minutes: number) {
  const last = Math.floor(now / 60_000) * 60_000;
  const first = last - (minutes - 1) * 60_000;
  const { rows } = await sql<{ minute: Date; accepted: string; quarantined: string }>`
    SELECT minute, sum(accepted) AS accepted, sum(quarantined) AS quarantined FROM source_minute WHERE workspace_id = ${workspaceId} AND minute >= ${new Date(first)} GROUP BY 1`.execute(
    deps.db,
  );
  const byMinute = new Map(rows.map((row) => [row.minute.getTime(), row]));
  return Array.from({ length: minutes }, (_, index) => {
    const at = first + index * 60_000;
    const row = byMinute.get(at);
    return { at: new Date(at).toISOString(), accepted: Number(row?.accepted ?? 0), quarantined: Number(row?.quarantined ?? 0) };
  });
}

async function countNew(deps: PulseDeps, workspaceId: string, from: number, to: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM person WHERE workspace_id = ${workspaceId} AND first_seen >= ${new Date(from)} AND first_seen < ${new Date(to)}`.execute(
    deps.db,
  );
  return rows[0]?.count ?? 0;
}

async function readChannels(deps: PulseDeps, workspaceId: string, now: number) {
  const rows = await deps.clickhouse.query({
    query: `SELECT channel, count() AS interactions, uniqExact(${personExpression}) AS people FROM interaction
      WHERE workspace_id = {workspaceId:UUID} AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at <= fromUnixTimestamp64Milli({to:Int64}) GROUP BY channel ORDER BY interactions DESC`,
    params: { workspaceId, from: now - dayMs, to: now },
    schema: z.object({ channel: z.enum(channels), interactions: z.coerce.number(), people: z.coerce.number() }),
  });
  return rows as { channel: Channel; interactions: number; people: number }[];
}

const newestShown = 8;

/** The newest people, those who are known before visitors; both are at the end of an index. */
async function readNewest({ db }: PulseDeps, workspaceId: string) {
  const newest = (known: boolean) => sql`
    (SELECT id, name, email, ${firstUserId} AS "userId", known, first_seen AS "firstSeen" FROM person p WHERE workspace_id = ${workspaceId} AND known = ${known} ORDER BY first_seen DESC, id DESC LIMIT ${newestShown})`;
  const { rows } = await sql<{
    id: string;
    name: string | null;
    email: string | null;
    userId: string | null;
    known: boolean;
    firstSeen: Date;
  }>`
    SELECT * FROM (${newest(true)} UNION ALL ${newest(false)}) n ORDER BY known DESC, "firstSeen" DESC, id DESC LIMIT ${newestShown}`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, id: personIdOf(row.id), firstSeen: row.firstSeen.toISOString() }));
}
