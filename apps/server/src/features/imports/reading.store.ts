import type { Import } from "@throughline/contract";
import { sql } from "kysely";
import { importColumns, type Db, type DryRun, type ImportRow, type Tx } from "./imports.store.ts";

/** How far reading is, and what it counted. */
export type Progress = {
  position: number;
  row: number;
  rowsRead: number;
  rowsTaken: number;
  rowsFailed: number;
  failuresBytes: number;
  dryRun: DryRun | null;
};

/** Who reads, and for how long they may be silent before somebody else takes over. */
export type Reader = { id: string; leaseMs: number };
const leaseEnd = ({ leaseMs }: Reader) => sql`now() + make_interval(secs => ${leaseMs / 1000}::float8)`;

/** The import that waited longest, for this reader alone; null when there is nothing to read. */
export async function claimImport(db: Db, reader: Reader): Promise<ImportRow | null> {
  const { rows } = await sql<ImportRow>`
    UPDATE import SET reader = ${reader.id}, lease_until = ${leaseEnd(reader)}, served_at = clock_timestamp()
    WHERE id = (SELECT id FROM import WHERE status IN ('running', 'checking') AND (lease_until IS NULL OR lease_until <= now() OR reader = ${reader.id})
      ORDER BY served_at NULLS FIRST, created_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING ${importColumns}`.execute(db);
  return rows[0] ?? null;
}

/**
 * Puts on record how far this reader is and gives back the status that the import has now, which tells whether to go on; null if it was deleted, if a dry run was
 * given up, or if another reader has it.
 */
export async function saveProgress(tx: Tx, row: ImportRow, reader: Reader, progress: Progress): Promise<Import["status"] | null> {
  const { rows } = await sql<{ status: Import["status"] }>`
    UPDATE import SET position = ${progress.position}, row_number = ${progress.row}, rows_read = ${progress.rowsRead}, rows_taken = ${progress.rowsTaken}, rows_failed = ${progress.rowsFailed},
      failures_bytes = ${progress.failuresBytes}, dry_run = ${progress.dryRun === null ? null : JSON.stringify(progress.dryRun)}, lease_until = ${leaseEnd(reader)}
    WHERE workspace_id = ${row.workspaceId} AND id = ${row.id} AND reader = ${reader.id} AND status = ANY(${row.status === "checking" ? ["checking"] : ["running", "paused"]})
    RETURNING status`.execute(tx);
  return rows[0]?.status ?? null;
}

/** The end of a file. A dry run goes back to the first row; of an import, the values shown as samples go, as its file does. */
export async function finishReading(tx: Tx, row: ImportRow, now: Date): Promise<void> {
  await sql`DELETE FROM import_row_count WHERE import_id = ${row.id}`.execute(tx);
  if (row.status === "checking")
    await sql`
      UPDATE import SET status = 'ready', position = (layout ->> 'start')::bigint, row_number = (layout ->> 'startRow')::bigint, rows_read = 0, rows_taken = 0, rows_failed = 0
      WHERE workspace_id = ${row.workspaceId} AND id = ${row.id}`.execute(tx);
  else
    await sql`
      UPDATE import SET status = 'done', finished_at = ${now}, position = bytes,
        samples = (SELECT coalesce(jsonb_agg(jsonb_build_object('name', s -> 'name', 'samples', '[]'::jsonb)), '[]') FROM jsonb_array_elements(samples) AS s)
      WHERE workspace_id = ${row.workspaceId} AND id = ${row.id}`.execute(tx);
}

/** Says why nothing more comes of an import, until somebody starts it again. */
export const failReading = (db: Db, row: ImportRow, reader: Reader, error: string) =>
  sql`UPDATE import SET status = 'failed', error = ${error} WHERE workspace_id = ${row.workspaceId} AND id = ${row.id} AND reader = ${reader.id} AND status IN ('running', 'checking')`.execute(
    db,
  );

export const releaseImport = (db: Db, row: ImportRow, reader: Reader) =>
  sql`UPDATE import SET reader = NULL, lease_until = NULL WHERE workspace_id = ${row.workspaceId} AND id = ${row.id} AND reader = ${reader.id}`.execute(
    db,
  );

/** Which of these ids (of any workspace) are imports: what lies on disk without one is rubbish. */
export async function knownImports(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM import WHERE id::text = ANY(${ids}::text[])`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** Imports that ended more than `days` ago and still have a list of failures; they have none from here on. */
export async function forgetOldFailures(db: Db, days: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`UPDATE import SET failures_bytes = 0 WHERE failures_bytes > 0 AND finished_at < now() - make_interval(days => ${days}) RETURNING id`.execute(
    db,
  );
  return rows.map((row) => row.id);
}
