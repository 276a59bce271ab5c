import { sql, type RawBuilder } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";

/**
 * A query of (person_id, profile_id, from_ms, until_ms): the profiles of people, a shared one with each stretch of time during which it is theirs. In ms since 1970;
 * `until_ms` is excluded, and null where the stretch does not end.
 */
export const stretchesOf = (workspaceId: string, personIds: readonly string[]): RawBuilder<unknown> => {
  const ids = plainArray(personIds);
  return sql`
    SELECT f.person_id, f.id AS profile_id, 0::bigint AS from_ms, NULL::bigint AS until_ms
    FROM profile f WHERE f.workspace_id = ${workspaceId} AND f.person_id = ANY(${ids}::bigint[]) AND NOT f.split
    UNION ALL
    SELECT o.person_id, o.profile_id, o.from_ms,
      (SELECT min(n.from_ms) FROM person_override n WHERE n.workspace_id = o.workspace_id AND n.profile_id = o.profile_id AND NOT n.deleted AND n.from_ms > o.from_ms)
    FROM person_override o JOIN profile f ON f.workspace_id = o.workspace_id AND f.id = o.profile_id AND f.split
    WHERE o.workspace_id = ${workspaceId} AND o.person_id = ANY(${ids}::bigint[]) AND NOT o.deleted`;
};
