import { sql, type Kysely } from "kysely";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { mirrorLock } from "./state-changes.store.ts";

/** What the timeline store knows of people and accounts beside their interactions. */
export const stateTables = ["person_state", "account_state", "segment_member"] as const;

const ofPeople = [
  { table: "person_state", column: "person_id" },
  { table: "segment_member", column: "profile_id" },
] as const;

/** Removes what is known of these people: afterwards the bytes are gone. Nothing that was read before is written after. Ids are those of their profiles. */
export async function removeState(
  { db, clickhouse }: { db: Kysely<Database>; clickhouse: ClickHouse },
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock(${mirrorLock})`.execute(tx);
    for (const { table, column } of ofPeople)
      await clickhouse.command(
        `ALTER TABLE ${table} DELETE WHERE workspace_id = {workspaceId:UUID} AND ${column} IN {ids:Array(UInt64)} SETTINGS mutations_sync = 2`,
        { workspaceId, ids },
      );
  });
}

/** How many rows tell something of these people. That somebody is gone tells nothing of them. */
export async function countState(clickhouse: ClickHouse, workspaceId: string, ids: readonly string[]): Promise<number> {
  const counts = ofPeople.map(
    ({ table, column }) =>
      `(SELECT count() FROM ${table} WHERE workspace_id = {workspaceId:UUID} AND ${column} IN {ids:Array(UInt64)} AND deleted = 0)`,
  );
  const [row] = await clickhouse.query({
    query: `SELECT ${counts.join(" + ")} AS rows`,
    params: { workspaceId, ids },
    schema: z.object({ rows: z.coerce.number() }),
  });
  return row?.rows ?? 0;
}
