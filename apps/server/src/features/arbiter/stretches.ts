import { sql, type RawBuilder } from "kysely";

/** A query of (person_id, profile_id, from_at, until_at): the profiles of people, with the stretches of time during which each is theirs. */
export const stretchesOf = (workspaceId: string, personIds: readonly string[]): RawBuilder<unknown> => sql`
  SELECT f.person_id, f.id AS profile_id, '-infinity'::timestamptz AS from_at, 'infinity'::timestamptz AS until_at
  FROM profile f WHERE f.workspace_id = ${workspaceId} AND f.person_id = ANY(${personIds}::bigint[]) AND NOT f.split
  UNION ALL
  SELECT o.person_id, o.profile_id, CASE WHEN o.from_ms = 0 THEN '-infinity' ELSE to_timestamp(o.from_ms / 1000.0) END,
    coalesce((SELECT to_timestamp(min(n.from_ms) / 1000.0) FROM person_override n WHERE n.workspace_id = o.workspace_id AND n.profile_id = o.profile_id AND NOT n.deleted AND n.from_ms > o.from_ms), 'infinity')
  FROM person_override o JOIN profile f ON f.workspace_id = o.workspace_id AND f.id = o.profile_id AND f.split
  WHERE o.workspace_id = ${workspaceId} AND o.person_id = ANY(${personIds}::bigint[]) AND NOT o.deleted`;
