import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { StretchStats, Tx } from "../identity/index.ts";
import { interactionColumns, type InteractionRow } from "./interaction-row.ts";

/** Properties are kept as they came: no guessing of dates, a dot in a name stays a dot, and a name given twice is no error. */
const insertSettings = { input_format_try_infer_dates: 0, input_format_try_infer_datetimes: 0, json_type_escape_dots_in_keys: 1, type_json_skip_duplicated_paths: 1 };
const reloadAtMostEveryMs = 500;

type OverrideRow = { profile_id: string; from_ms: string; until_ms: string; person_id: string; version: string; deleted: number };

/** What the pipeline writes to the timeline store. */
export type TimelineWriter = {
  /** Writes rows; when `recovering`, only those that an earlier try did not write. */
  write(rows: readonly InteractionRow[], options: { recovering: boolean }): Promise<void>;
  countStretch: StretchStats;
  /** Brings the owners of these profiles, as this transaction sees them, to the timeline store. */
  mirrorOverrides(tx: Kysely<Database> | Tx, profileIds: readonly string[]): Promise<void>;
  /** At start: what a crash left between the two stores is brought in line with Postgres. */
  reconcileOverrides(db: Kysely<Database>): Promise<void>;
  /** Reloads the dictionaries of owners now, if anything was mirrored since. */
  flush(): Promise<void>;
};

export function createTimelineWriter(deps: { clickhouse: ClickHouse; onError: (error: unknown) => void }): TimelineWriter {
  const { clickhouse } = deps;
  let reloadTimer: NodeJS.Timeout | null = null;

  async function reload(): Promise<void> {
    if (reloadTimer) clearTimeout(reloadTimer);
    reloadTimer = null;
    await clickhouse.command("SYSTEM RELOAD DICTIONARY person_of");
    await clickhouse.command("SYSTEM RELOAD DICTIONARY person_during");
  }

  async function writeOverrides(rows: readonly OverrideRow[]): Promise<void> {
    if (rows.length === 0) return;
    await clickhouse.insert({ table: "person_override", columns: ["profile_id", "from_ms", "until_ms", "person_id", "version", "deleted"], rows });
    reloadTimer ??= setTimeout(() => reload().catch(deps.onError), reloadAtMostEveryMs);
  }

  const insertRows = (table: string, rows: readonly InteractionRow[]) => clickhouse.insert({ table, columns: interactionColumns, rows, settings: insertSettings });

  /** Which of these rows a table holds already. Day, workspace and profile keep the search to a few granules. */
  async function writtenIn(table: string, rows: readonly InteractionRow[]): Promise<Set<string>> {
    const times = rows.map((row) => Number(row.at));
    const found = await clickhouse.query({
      query: `SELECT id FROM ${table} WHERE workspace_id IN {workspaceIds:Array(UUID)} AND profile_id IN {profileIds:Array(UInt64)} AND id IN {ids:Array(UUID)}
        AND at BETWEEN fromUnixTimestamp64Milli({from:Int64}) AND fromUnixTimestamp64Milli({to:Int64})`,
      params: {
        from: Math.min(...times),
        to: Math.max(...times),
        ids: rows.map((row) => row.id),
        workspaceIds: [...new Set(rows.map((row) => row.workspace_id))],
        profileIds: [...new Set(rows.map((row) => row.profile_id))],
      },
      schema: z.object({ id: z.string() }),
    });
    return new Set(found.map((row) => row.id));
  }

  /** A crash may have come between the two tables that one insert fills: each gets what it lacks. */
  async function writeMissing(rows: readonly InteractionRow[]): Promise<void> {
    const written = await writtenIn("interaction", rows);
    const writtenByPerson = await writtenIn("interaction_by_person", rows);
    const missing = rows.filter((row) => !written.has(row.id as string));
    const missingByPerson = rows.filter((row) => written.has(row.id as string) && !writtenByPerson.has(row.id as string));
    if (missing.length > 0) await insertRows("interaction", missing);
    if (missingByPerson.length > 0) await insertRows("interaction_by_person", missingByPerson);
  }

  return {
    async write(rows, { recovering }) {
      if (rows.length === 0) return;
      await (recovering ? writeMissing(rows) : insertRows("interaction", rows));
    },

    async countStretch({ workspaceId, profileId, fromMs, untilMs }) {
      const [row] = await clickhouse.query({
        query: `SELECT count() AS interactions, toUnixTimestamp64Milli(min(happened)) AS first, toUnixTimestamp64Milli(max(happened)) AS last FROM (
          SELECT id, any(at) AS happened FROM interaction_by_person WHERE workspace_id = {workspaceId:UUID} AND profile_id = {profileId:UInt64}
            AND at >= fromUnixTimestamp64Milli({from:Int64}) AND at < fromUnixTimestamp64Milli({until:Int64}) GROUP BY id)`,
        params: { workspaceId, profileId, from: fromMs, until: Math.min(untilMs, Date.UTC(2200, 0, 1)) },
        schema: z.object({ interactions: z.coerce.number(), first: z.coerce.number(), last: z.coerce.number() }),
      });
      if (!row || row.interactions === 0) return { interactions: 0, firstSeen: null, lastSeen: null };
      return { interactions: row.interactions, firstSeen: new Date(row.first), lastSeen: new Date(row.last) };
    },

    async mirrorOverrides(tx, profileIds) {
      if (profileIds.length === 0) return;
      const { rows } = await sql<OverrideRow>`
        SELECT profile_id, from_ms, person_id, deleted::int AS deleted, max(version) OVER (PARTITION BY profile_id) AS version,
          coalesce(lead(from_ms) OVER (PARTITION BY profile_id, deleted ORDER BY from_ms) - 1, 9223372036854775807) AS until_ms
        FROM person_override WHERE profile_id = ANY(${profileIds}::bigint[])`.execute(tx);
      await writeOverrides(rows);
    },

    async reconcileOverrides(db) {
      const recent = await clickhouse.query({
        query: "SELECT DISTINCT profile_id FROM person_override WHERE version > (SELECT max(version) FROM person_override) - 10000",
        schema: z.object({ profile_id: z.string() }),
      });
      const ids = recent.map((row) => row.profile_id);
      const { rows } = await sql<OverrideRow>`
        WITH touched AS (
          SELECT unnest(${ids}::bigint[]) AS profile_id UNION SELECT profile_id FROM person_override WHERE version > (SELECT max(version) FROM person_override) - 10000),
        now AS (SELECT nextval('person_override_version') AS version)
        SELECT t.profile_id, coalesce(o.from_ms, 0) AS from_ms, coalesce(o.person_id, t.profile_id) AS person_id, coalesce(o.deleted, true)::int AS deleted, (SELECT version FROM now) AS version,
          coalesce(lead(o.from_ms) OVER (PARTITION BY o.profile_id, o.deleted ORDER BY o.from_ms) - 1, 9223372036854775807) AS until_ms
        FROM touched t LEFT JOIN person_override o ON o.profile_id = t.profile_id`.execute(db);
      await writeOverrides(rows);
      await reload();
    },

    async flush() {
      if (reloadTimer) await reload();
    },
  };
}
