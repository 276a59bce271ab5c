import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

/** What somebody of the sample company does who uses its product. */
export const usesProduct = ["Report Viewed", "Dashboard Viewed", "Report Created", "Report Exported", "Report Shared"];

/** Workspaces whose sample company is loaded, and that have not been given this yet. */
export async function loadedSamplesWithout(db: Kysely<Database>, what: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM workspace WHERE is_sample AND metadata::jsonb -> 'sample' ->> 'done' = 'true' AND NOT metadata::jsonb ? ${what}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/** From now on the workspace has been given this, whatever becomes of it. */
export async function markSampleGiven(db: Kysely<Database>, workspaceId: string, what: string): Promise<void> {
  await sql`UPDATE workspace SET metadata = jsonb_set(metadata::jsonb, ARRAY[${what}::text], 'true')::text WHERE id = ${workspaceId}`.execute(
    db,
  );
}
