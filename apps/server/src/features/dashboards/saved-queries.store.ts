import { querySchema, type Query, type SavedQuery } from "@throughline/contract";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database> | Transaction<Database>;
export type SavedQueryValues = { name: string; description: string; query: Query };
type Row = Omit<SavedQuery, "query" | "createdAt" | "updatedAt"> & { query: unknown; createdAt: Date; updatedAt: Date };
const columns = sql`id, name, description, query, owner, created_at AS "createdAt", date_trunc('milliseconds', updated_at) AS "updatedAt"`;

const toSavedQuery = (row: Row): SavedQuery => ({
  ...row,
  query: querySchema.parse(row.query),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

/** The saved queries of a workspace by name; with `ids`, those. */
export async function readSavedQueries(db: Db, workspaceId: string, ids?: readonly string[]): Promise<SavedQuery[]> {
  const { rows } = await sql<Row>`
    SELECT ${columns} FROM saved_query WHERE workspace_id = ${workspaceId} ${ids === undefined ? sql`` : sql`AND id = ANY(${ids}::uuid[])`}
    ORDER BY lower(name), id`.execute(db);
  return rows.map(toSavedQuery);
}

/** Keeps a query; gives its id. */
export async function insertSavedQuery(db: Db, workspaceId: string, values: SavedQueryValues, owner: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO saved_query (workspace_id, name, description, query, owner)
    VALUES (${workspaceId}, ${values.name}, ${values.description}, ${JSON.stringify(values.query)}, ${owner}) RETURNING id`.execute(db);
  return (rows[0] as { id: string }).id;
}

/** Replaces one; its version is later than any before. With `version`, only that one. False where there is none such. */
export async function replaceSavedQuery(
  db: Db,
  workspaceId: string,
  id: string,
  values: SavedQueryValues,
  version: string | undefined,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE saved_query SET name = ${values.name}, description = ${values.description}, query = ${JSON.stringify(values.query)},
      updated_at = greatest(now(), updated_at + interval '1 millisecond')
    WHERE workspace_id = ${workspaceId} AND id = ${id}
      ${version === undefined ? sql`` : sql`AND date_trunc('milliseconds', updated_at) = ${new Date(version)}`}`.execute(db);
  return numAffectedRows === 1n;
}

export async function removeSavedQuery(db: Db, workspaceId: string, id: string): Promise<void> {
  await sql`DELETE FROM saved_query WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db);
}
