import { journeyDefinitionSchema, type Journey, type JourneyDefinition } from "@throughline/contract";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database> | Transaction<Database>;
type JourneyRow = { definition: unknown; createdAt: Date; updatedAt: Date; updatedBy: string | null };
const columns = sql`definition, created_at AS "createdAt", date_trunc('milliseconds', updated_at) AS "updatedAt", updated_by AS "updatedBy"`;

const toJourney = (row: JourneyRow): Journey => ({
  ...journeyDefinitionSchema.parse(row.definition),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  updatedBy: row.updatedBy,
});

/** The journeys of a workspace by name. */
export async function readJourneys(db: Db, workspaceId: string): Promise<Journey[]> {
  const { rows } =
    await sql<JourneyRow>`SELECT ${columns} FROM journey WHERE workspace_id = ${workspaceId} ORDER BY lower(definition ->> 'name'), key`.execute(
      db,
    );
  return rows.map(toJourney);
}

/** One journey, or null. */
export async function findJourney(db: Db, workspaceId: string, key: string): Promise<Journey | null> {
  const { rows } = await sql<JourneyRow>`SELECT ${columns} FROM journey WHERE workspace_id = ${workspaceId} AND key = ${key}`.execute(db);
  return rows[0] ? toJourney(rows[0]) : null;
}

/** Keeps a new journey; false where its key is taken. */
export async function insertJourney(db: Db, workspaceId: string, definition: JourneyDefinition, by: string | null): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO journey (workspace_id, key, definition, updated_by) VALUES (${workspaceId}, ${definition.key}, ${JSON.stringify(definition)}, ${by})
    ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}

/** Replaces a definition; its version is later than any before. With `version`, only that one. False where there is none such. */
export async function replaceJourney(
  db: Db,
  workspaceId: string,
  definition: JourneyDefinition,
  by: string,
  version: string | undefined,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE journey SET definition = ${JSON.stringify(definition)}, updated_by = ${by}, updated_at = greatest(now(), updated_at + interval '1 millisecond')
    WHERE workspace_id = ${workspaceId} AND key = ${definition.key}
      ${version === undefined ? sql`` : sql`AND date_trunc('milliseconds', updated_at) = ${new Date(version)}`}`.execute(db);
  return numAffectedRows === 1n;
}

/** True when there was one. */
export async function removeJourney(db: Db, workspaceId: string, key: string): Promise<boolean> {
  const { numAffectedRows } = await sql`DELETE FROM journey WHERE workspace_id = ${workspaceId} AND key = ${key}`.execute(db);
  return numAffectedRows === 1n;
}

export type SeamOwner = { seam: string; owner: string | null; note: string };

/** Who answers for which hand-off. */
export async function readSeamOwners(db: Db, workspaceId: string, key: string): Promise<SeamOwner[]> {
  const { rows } =
    await sql<SeamOwner>`SELECT seam, owner, note FROM journey_seam WHERE workspace_id = ${workspaceId} AND journey_key = ${key}`.execute(
      db,
    );
  return rows;
}

export async function keepSeamOwner(db: Db, workspaceId: string, key: string, { seam, owner, note }: SeamOwner): Promise<void> {
  await sql`
    INSERT INTO journey_seam (workspace_id, journey_key, seam, owner, note) VALUES (${workspaceId}, ${key}, ${seam}, ${owner}, ${note})
    ON CONFLICT (workspace_id, journey_key, seam) DO UPDATE SET owner = EXCLUDED.owner, note = EXCLUDED.note, updated_at = now()`.execute(
    db,
  );
}

/** Which of these names the workspace has never received. */
export async function unknownNames(db: Db, workspaceId: string, names: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM unnest(${names}::text[]) AS name WHERE NOT EXISTS (SELECT FROM catalogue_event e WHERE e.workspace_id = ${workspaceId} AND e.name = name.name)`.execute(
    db,
  );
  return rows.map((row) => row.name);
}
