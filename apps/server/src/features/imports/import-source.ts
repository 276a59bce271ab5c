import { sql } from "kysely";
import { newWriteKey } from "../sources/index.ts";
import type { Db, Tx } from "./imports.store.ts";

export type ImportSource = { id: string; enabled: boolean; keepIp: boolean };

export async function findImportSource(db: Db | Tx, workspaceId: string): Promise<ImportSource | null> {
  const { rows } = await sql<ImportSource>`
    SELECT id, enabled, keep_ip AS "keepIp" FROM source WHERE workspace_id = ${workspaceId} AND kind = 'import' AND deleted_at IS NULL ORDER BY created_at, id LIMIT 1`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The source that imported interactions come from: one for each workspace, made when it is first needed. */
export async function ensureImportSource(tx: Tx, workspaceId: string): Promise<ImportSource> {
  await sql`SELECT id FROM workspace WHERE id = ${workspaceId} FOR UPDATE`.execute(tx);
  const found = await findImportSource(tx, workspaceId);
  if (found) return found;
  const { rows } = await sql<ImportSource>`
    INSERT INTO source (workspace_id, name, kind, write_key) VALUES (${workspaceId}, 'Imports', 'import', ${newWriteKey()}) RETURNING id, enabled, keep_ip AS "keepIp"`.execute(
    tx,
  );
  return rows[0] as ImportSource;
}
