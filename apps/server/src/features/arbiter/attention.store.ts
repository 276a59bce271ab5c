import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "./arbiter-deps.ts";

/**
 * Whose these profiles are, with the budget of each person's attention held until the transaction ends: decisions about one person happen one after another. In one
 * order, so that nobody waits in a circle. Profiles that are not there are left out. (They are joined, not compared with a list: for the order of people Postgres would read
 * all profiles of the workspace.)
 */
export async function holdAttention(tx: Tx, workspaceId: string, profileIds: readonly string[]): Promise<Map<string, string>> {
  const held = new Set<string>();
  for (;;) {
    const { rows: taken } = await sql<{ personId: string }>`
      INSERT INTO attention_budget AS b (workspace_id, person_id)
      SELECT DISTINCT ${workspaceId}::uuid, p.person_id FROM unnest(${plainArray(profileIds)}::bigint[]) AS wanted(id)
      JOIN profile p ON p.workspace_id = ${workspaceId} AND p.id = wanted.id ORDER BY 2
      ON CONFLICT (workspace_id, person_id) DO UPDATE SET decisions = b.decisions + 1 RETURNING person_id AS "personId"`.execute(tx);
    for (const { personId } of taken) held.add(personId);
    const { rows } = await sql<{ id: string; personId: string }>`
      SELECT id, person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(profileIds)}::bigint[])`.execute(
      tx,
    );
    // Who was merged while we waited is somebody else now.
    if (rows.every(({ personId }) => held.has(personId))) return new Map(rows.map(({ id, personId }) => [id, personId]));
  }
}
