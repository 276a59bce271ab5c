import { ProductError, type Import, type ImportMapping } from "@throughline/contract";
import type { ImportKind } from "@throughline/domain";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import type { Layout } from "./layout.ts";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;
export type DryRun = NonNullable<Import["dryRun"]>;
type Counter = "bytes" | "position" | "rowNumber" | "rowsRead" | "rowsTaken" | "rowsFailed" | "failuresBytes";

/** An import as it is kept. Counters are whole numbers as text. */
export type ImportRow = Record<Counter, string> & {
  id: string;
  workspaceId: string;
  fileName: string;
  kind: ImportKind;
  status: Import["status"];
  layout: Layout;
  samples: Import["columns"];
  mapping: ImportMapping;
  dryRun: DryRun | null;
  error: string | null;
  createdAt: Date;
  finishedAt: Date | null;
};

export const importColumns = sql`id, workspace_id AS "workspaceId", file_name AS "fileName", kind, status, layout, samples, mapping, bytes, position, row_number AS "rowNumber", rows_read AS "rowsRead",
  rows_taken AS "rowsTaken", rows_failed AS "rowsFailed", failures_bytes AS "failuresBytes", dry_run AS "dryRun", error, created_at AS "createdAt", finished_at AS "finishedAt"`;

export const toImport = (row: ImportRow, fileThere: boolean): Import => ({
  id: row.id,
  fileName: row.fileName,
  kind: row.kind,
  format: row.layout.format,
  status: row.status,
  mapping: row.mapping,
  bytes: Number(row.bytes),
  bytesRead: Number(row.rowsRead) === 0 && row.status !== "done" ? 0 : Number(row.position),
  rowsRead: Number(row.rowsRead),
  rowsTaken: Number(row.rowsTaken),
  rowsFailed: Number(row.rowsFailed),
  dryRun: row.status === "checking" ? null : row.dryRun,
  columns: row.samples,
  error: row.error,
  fileThere,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

type NewImport = {
  id: string;
  fileName: string;
  kind: ImportKind;
  layout: Layout;
  samples: Import["columns"];
  mapping: ImportMapping;
  bytes: number;
  createdAt: Date;
};

export async function insertImport(tx: Tx, workspaceId: string, row: NewImport): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    INSERT INTO import (id, workspace_id, file_name, kind, status, layout, samples, mapping, bytes, position, row_number, created_at)
    VALUES (${row.id}, ${workspaceId}, ${row.fileName}, ${row.kind}, 'uploaded', ${JSON.stringify(row.layout)}, ${JSON.stringify(row.samples)}, ${JSON.stringify(row.mapping)}, ${row.bytes}, ${row.layout.start},
      ${row.layout.startRow}, ${row.createdAt}) RETURNING ${importColumns}`.execute(tx);
  return rows[0] as ImportRow;
}

/** Newest first. */
export async function listImportRows(
  db: Db,
  workspaceId: string,
  query: { after: [string, string] | null; limit: number },
): Promise<ImportRow[]> {
  const beyond = query.after ? sql`AND (created_at, id) < (${query.after[0]}::timestamptz, ${query.after[1]}::uuid)` : sql``;
  const { rows } =
    await sql<ImportRow>`SELECT ${importColumns} FROM import WHERE workspace_id = ${workspaceId} ${beyond} ORDER BY created_at DESC, id DESC LIMIT ${query.limit}`.execute(
      db,
    );
  return rows;
}

/** Throws `not_found`. */
export async function findImport(db: Db | Tx, workspaceId: string, id: string, lock: "lock" | "look" = "look"): Promise<ImportRow> {
  const { rows } =
    await sql<ImportRow>`SELECT ${importColumns} FROM import WHERE workspace_id = ${workspaceId} AND id = ${id} ${lock === "lock" ? sql`FOR UPDATE` : sql``}`.execute(
      db,
    );
  if (!rows[0]) throw new ProductError("not_found", "There is no such import in this workspace.");
  return rows[0];
}

export async function saveMapping(
  tx: Tx,
  workspaceId: string,
  id: string,
  change: { kind: ImportKind; mapping: ImportMapping },
): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`
    UPDATE import SET kind = ${change.kind}, mapping = ${JSON.stringify(change.mapping)}, status = 'uploaded', dry_run = NULL, error = NULL, failures_bytes = 0
    WHERE workspace_id = ${workspaceId} AND id = ${id} RETURNING ${importColumns}`.execute(tx);
  return rows[0] as ImportRow;
}

/** Sets a status; `fromStart` sends reading back to the first row, forgets what was counted, and takes the file from whoever reads it. */
export async function saveStatus(
  tx: Tx,
  workspaceId: string,
  id: string,
  status: Import["status"],
  { fromStart }: { fromStart: boolean },
): Promise<ImportRow> {
  const rewind = sql`, position = (layout ->> 'start')::bigint, row_number = (layout ->> 'startRow')::bigint, rows_read = 0, rows_taken = 0, rows_failed = 0, failures_bytes = 0, reader = NULL, lease_until = NULL`;
  const { rows } = await sql<ImportRow>`
    UPDATE import SET status = ${status}, error = NULL ${status === "checking" ? sql`, dry_run = NULL` : sql``} ${fromStart ? rewind : sql``}
    WHERE workspace_id = ${workspaceId} AND id = ${id} RETURNING ${importColumns}`.execute(tx);
  return rows[0] as ImportRow;
}

export const deleteImportRow = (tx: Tx, workspaceId: string, id: string) =>
  sql`DELETE FROM import WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(tx);
