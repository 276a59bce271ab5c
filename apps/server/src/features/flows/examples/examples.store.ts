import { sql, type Kysely } from "kysely";
import type { Database } from "../../../platform/postgres/database.ts";
import type { Needs } from "./ready-flow.ts";

/** What of these needs a workspace has: events and traits that it has received, stages that its journeys have. */
export async function presentOf(db: Kysely<Database>, workspaceId: string, needs: Needs): Promise<Needs> {
  const { rows: events } = await sql<{ name: string }>`
    SELECT DISTINCT name FROM catalogue_event WHERE workspace_id = ${workspaceId} AND name = ANY(${needs.events}::text[])`.execute(db);
  const { rows: traits } = await sql<{ trait: string }>`
    SELECT DISTINCT kind || '.' || name AS trait FROM catalogue_property WHERE workspace_id = ${workspaceId} AND kind IN ('person', 'account') AND kind || '.' || name = ANY(${needs.traits}::text[])`.execute(
    db,
  );
  const { rows: stages } = await sql<{ journey: string; stage: string }>`
    SELECT j.key AS journey, s ->> 'key' AS stage FROM journey j, jsonb_array_elements(j.definition -> 'stages') s WHERE j.workspace_id = ${workspaceId} AND j.key = ANY(${needs.stages.map(({ journey }) => journey)}::text[])`.execute(
    db,
  );
  return { events: events.map(({ name }) => name), traits: traits.map(({ trait }) => trait), stages };
}
