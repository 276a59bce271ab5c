import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { SharedClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { suppressionLock, type Tx } from "../identity/index.ts";

const reloadAtMostEveryMs = 500;
/** Reloading takes the longer the more people were ever joined; it may take a tenth of the time. */
const restFactor = 10;
/** More versions than one batch, tried again and again, can use up. */
const reconciledVersions = 100_000;
const endOfTime = "9223372036854775807";

type OverrideRow = { profile_id: string; from_ms: string; until_ms: string; person_id: string; version: string; deleted: number };
const columns = ["profile_id", "from_ms", "until_ms", "person_id", "version", "deleted"] as const;

/** Keeps who owns which profile, decided in Postgres, in the timeline store too, where every question about people looks it up. */
export type OverrideMirror = {
  /** Brings the owners of these profiles, as this transaction sees them, to the timeline store. */
  mirrorOverrides(tx: Kysely<Database> | Tx, profileIds: readonly string[]): Promise<void>;
  /** At start: what a crash left between the two stores is brought in line with Postgres. */
  reconcileOverrides(db: Kysely<Database>): Promise<void>;
  /** Reloads the dictionaries of owners now, if anything was mirrored since. */
  flush(): Promise<void>;
};

export function createOverrideMirror(deps: { clickhouse: SharedClickHouse; onError: (error: unknown) => void }): OverrideMirror {
  const { clickhouse } = deps;
  let reloadTimer: NodeJS.Timeout | null = null;
  let restMs = reloadAtMostEveryMs;

  async function reload(): Promise<void> {
    if (reloadTimer) clearTimeout(reloadTimer);
    reloadTimer = null;
    const startedAt = performance.now();
    await clickhouse.command("SYSTEM RELOAD DICTIONARY person_of");
    await clickhouse.command("SYSTEM RELOAD DICTIONARY person_during");
    restMs = Math.max(reloadAtMostEveryMs, restFactor * (performance.now() - startedAt));
  }

  async function write(rows: readonly OverrideRow[]): Promise<void> {
    if (rows.length === 0) return;
    await clickhouse.insert({ table: "person_override", columns, rows });
    reloadTimer ??= setTimeout(() => reload().catch(deps.onError), restMs);
  }

  /** What the timeline store says of the profiles that changed last there. */
  const readRecentCopies = () =>
    clickhouse.query({
      query: `SELECT profile_id, toString(from_ms) AS from_ms FROM person_override FINAL WHERE deleted = 0 AND profile_id IN (
        SELECT profile_id FROM person_override WHERE version > (SELECT max(version) FROM person_override) - {versions:Int64})`,
      params: { versions: reconciledVersions },
      schema: z.object({ profile_id: z.string(), from_ms: z.string() }),
    });

  return {
    async mirrorOverrides(tx, profileIds) {
      if (profileIds.length === 0) return;
      const { rows } = await sql<OverrideRow>`
        SELECT profile_id, from_ms, person_id, deleted::int AS deleted, max(version) OVER (PARTITION BY profile_id) AS version,
          coalesce(lead(from_ms) OVER (PARTITION BY profile_id, deleted ORDER BY from_ms) - 1, ${endOfTime}::bigint) AS until_ms
        FROM person_override WHERE profile_id = ANY(${profileIds}::bigint[])`.execute(tx);
      await write(rows);
    },

    async reconcileOverrides(db) {
      await db.transaction().execute(async (tx) => {
        // Alone: a batch or a merge under way has taken its versions already but is not to be seen yet.
        await sql`SELECT pg_advisory_xact_lock(${suppressionLock})`.execute(tx);
        const copies = await readRecentCopies();
        const ids = [...new Set(copies.map((copy) => copy.profile_id))];
        const { rows } = await sql<OverrideRow>`
          SELECT profile_id, from_ms, person_id, deleted::int AS deleted, (SELECT nextval('person_override_version')) AS version,
            coalesce(lead(from_ms) OVER (PARTITION BY profile_id, deleted ORDER BY from_ms) - 1, ${endOfTime}::bigint) AS until_ms
          FROM person_override WHERE profile_id = ANY(${ids}::bigint[])
            OR profile_id IN (SELECT profile_id FROM person_override WHERE version > (SELECT max(version) FROM person_override) - ${reconciledVersions}::bigint)`.execute(
          tx,
        );
        const stored = new Set(rows.map((row) => `${row.profile_id} ${row.from_ms}`));
        const untrue = copies.filter((copy) => !stored.has(`${copy.profile_id} ${copy.from_ms}`));
        const { rows: next } = await sql<{ version: string }>`SELECT nextval('person_override_version') AS version`.execute(tx);
        const version = next[0]?.version as string;
        await write([
          ...rows,
          ...untrue.map((copy) => ({ ...copy, until_ms: endOfTime, person_id: copy.profile_id, version, deleted: 1 })),
        ]);
      });
      await reload();
    },

    async flush() {
      if (reloadTimer) await reload();
    },
  };
}
