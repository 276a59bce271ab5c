import { sql } from "kysely";
import type { Tx } from "./messages-deps.ts";

const tables = ["message", "outbound_call"] as const;

/** What was sent to somebody who is being deleted, or was to be. */
export async function forgetMessages(tx: Tx, workspaceId: string, profileIds: readonly string[]): Promise<void> {
  for (const table of tables)
    await sql`DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${profileIds}::bigint[])`.execute(
      tx,
    );
}

/** The same of a profile that others use too: what was theirs by its time. */
export async function forgetMessagesDuring(
  tx: Tx,
  workspaceId: string,
  profileId: string,
  { from, until }: { from: Date; until: Date },
): Promise<void> {
  for (const table of tables)
    await sql`DELETE FROM ${sql.table(table)} WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId} AND queued_at >= ${from} AND queued_at < ${until}`.execute(
      tx,
    );
}
