import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import { lookAtAccountsOf, lookSoon } from "../live-segments/index.ts";

/** By one of the person's profiles. */
type MemberChange = { key: string; profileId: string; isMember: boolean };

/**
 * Puts people into static segments, or takes them out under all of their profiles. Live segments that speak of these follow within moments. Gives the keys that are not of a static
 * segment of the workspace; who is not there (any more) is passed over.
 */
export async function changeMembers(tx: Tx, workspaceId: string, changes: readonly MemberChange[]): Promise<string[]> {
  if (changes.length === 0) return [];
  const keys = [...new Set(changes.map(({ key }) => key))];
  const { rows: segments } = await sql<{ id: string; key: string }>`
    SELECT id, key FROM segment WHERE workspace_id = ${workspaceId} AND of = 'person' AND kind = 'static' AND key = ANY(${keys}::text[])`.execute(
    tx,
  );
  const idOf = new Map(segments.map(({ id, key }) => [key, id]));
  const known = changes.flatMap(({ key, ...change }) => {
    const segmentId = idOf.get(key);
    return segmentId === undefined ? [] : [{ ...change, segmentId }];
  });
  const listOf = (isMember: boolean) => {
    const list = known.filter((change) => change.isMember === isMember);
    return sql`unnest(${plainArray(list.map(({ segmentId }) => segmentId))}::uuid[], ${plainArray(list.map(({ profileId }) => profileId))}::bigint[]) AS c(segment_id, profile_id)`;
  };
  await sql`
    INSERT INTO segment_member (workspace_id, segment_id, profile_id)
    SELECT f.workspace_id, c.segment_id, f.id FROM ${listOf(true)} JOIN profile f ON f.workspace_id = ${workspaceId} AND f.id = c.profile_id
    WHERE NOT EXISTS (SELECT FROM profile o JOIN segment_member m ON m.workspace_id = o.workspace_id AND m.profile_id = o.id
      WHERE o.workspace_id = f.workspace_id AND o.person_id = f.person_id AND m.segment_id = c.segment_id)
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`
    DELETE FROM segment_member m USING ${listOf(false)} JOIN profile f ON f.workspace_id = ${workspaceId} AND f.id = c.profile_id
      JOIN profile o ON o.workspace_id = f.workspace_id AND o.person_id = f.person_id
    WHERE m.segment_id = c.segment_id AND m.workspace_id = o.workspace_id AND m.profile_id = o.id`.execute(tx);
  const { rows: people } = await sql<{ id: string }>`
    SELECT DISTINCT person_id AS id FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(known.map(({ profileId }) => profileId))}::bigint[])`.execute(
    tx,
  );
  const ids = people.map(({ id }) => id);
  await lookSoon(tx, workspaceId, ids);
  await lookAtAccountsOf(tx, workspaceId, ids);
  return keys.filter((key) => !idOf.has(key));
}
