import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";

const tables = [
  { of: "person", postgres: "person", clickhouse: "person_state", id: "person_id" },
  { of: "account", postgres: "account", clickhouse: "account_state", id: "account_id" },
] as const;
const idsAtOnce = 20_000;
const digest = z.object({ workspaceId: z.string(), rows: z.string(), sum: z.string() });
type Digest = z.infer<typeof digest>;

/**
 * Compares who is in both stores, workspace by workspace (how many, and the sum of their ids), while nothing waits in the queue; where they differ everybody of that
 * workspace is queued, from both stores. So a timeline store that was emptied or put back alone becomes true again.
 */
export async function reconcileState({ db, clickhouse }: { db: Kysely<Database>; clickhouse: ClickHouse }): Promise<void> {
  for (const table of tables) {
    const { rows: stored } = await sql<Digest>`
      SELECT workspace_id AS "workspaceId", count(*)::text AS rows, sum(id)::text AS sum FROM ${sql.table(table.postgres)} GROUP BY workspace_id`.execute(
      db,
    );
    const { rows: waiting } = await sql<{
      workspaceId: string;
    }>`SELECT DISTINCT workspace_id AS "workspaceId" FROM state_change WHERE of = ${table.of}`.execute(db);
    const mirrored = await clickhouse.query({
      query: `SELECT workspace_id AS workspaceId, toString(count()) AS rows, toString(sum(toInt128(${table.id}))) AS sum FROM ${table.clickhouse} FINAL GROUP BY workspace_id`,
      schema: digest,
    });
    const isWaiting = new Set(waiting.map(({ workspaceId }) => workspaceId));
    const ids = new Set([...stored, ...mirrored].map(({ workspaceId }) => workspaceId).filter((id) => !isWaiting.has(id)));
    for (const workspaceId of ids) {
      const [ours, theirs] = [stored, mirrored].map((list) => list.find((one) => one.workspaceId === workspaceId));
      if (ours?.rows === theirs?.rows && ours?.sum === theirs?.sum) continue;
      await sql`INSERT INTO state_change (workspace_id, of, id) SELECT workspace_id, ${table.of}, id FROM ${sql.table(table.postgres)} WHERE workspace_id = ${workspaceId}`.execute(
        db,
      );
      await queueMirrored({ db, clickhouse }, table, workspaceId);
    }
  }
  await reconcileMembers({ db, clickhouse });
}

async function queueMirrored(
  { db, clickhouse }: { db: Kysely<Database>; clickhouse: ClickHouse },
  table: (typeof tables)[number],
  workspaceId: string,
): Promise<void> {
  for (let after = "0"; ;) {
    const rows: { id: string }[] = await clickhouse.query({
      query: `SELECT ${table.id} AS id FROM ${table.clickhouse} FINAL WHERE workspace_id = {workspaceId:UUID} AND ${table.id} > {after:UInt64} ORDER BY id LIMIT ${idsAtOnce}`,
      params: { workspaceId, after },
      schema: z.object({ id: z.string() }),
    });
    const last = rows.at(-1);
    if (!last) return;
    await sql`INSERT INTO state_change (workspace_id, of, id) SELECT ${workspaceId}, ${table.of}, unnest(${plainArray(rows.map(({ id }) => id))}::bigint[])`.execute(
      db,
    );
    after = last.id;
  }
}

/** Members that the timeline store lacks, by segment. */
async function reconcileMembers({ db, clickhouse }: { db: Kysely<Database>; clickhouse: ClickHouse }): Promise<void> {
  const mirrored = await clickhouse.query({
    query: "SELECT toString(segment_id) AS id, toString(count()) AS rows FROM segment_member FINAL GROUP BY segment_id",
    schema: z.object({ id: z.string(), rows: z.string() }),
  });
  const counts = new Map(mirrored.map(({ id, rows }) => [id, rows]));
  const { rows: stored } = await sql<{
    id: string;
    rows: string;
  }>`SELECT segment_id AS id, count(*)::text AS rows FROM segment_member GROUP BY segment_id`.execute(db);
  for (const { id } of stored.filter(({ id, rows }) => counts.get(id) !== rows))
    await sql`INSERT INTO state_change (workspace_id, of, id, segment_id) SELECT workspace_id, 'member', profile_id, segment_id FROM segment_member WHERE segment_id = ${id}`.execute(
      db,
    );
}
