import { sql } from "kysely";
import { stretchesOf, type Tx } from "../identity/index.ts";

/**
 * The latest score of each kind (nps, csat, ces, review) of people. Of a profile only its latest is known: of a device that several people used in turn, that of the last of them.
 */
export async function readScores(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<Map<string, Record<string, number>>> {
  const { rows } = await sql<{ personId: string; kind: string; score: number }>`
    SELECT DISTINCT ON (s.person_id, o.kind) s.person_id AS "personId", o.kind, o.score
    FROM (${stretchesOf(workspaceId, personIds)}) s JOIN person_score o ON o.workspace_id = ${workspaceId} AND o.profile_id = s.profile_id
      AND o.at >= to_timestamp(s.from_ms / 1000.0) AND o.at < coalesce(to_timestamp(s.until_ms / 1000.0), 'infinity')
    ORDER BY s.person_id, o.kind, o.at DESC, o.interaction_id DESC`.execute(tx);
  const found = new Map<string, Record<string, number>>();
  for (const { personId, kind, score } of rows) found.set(personId, { ...found.get(personId), [kind]: score });
  return found;
}
