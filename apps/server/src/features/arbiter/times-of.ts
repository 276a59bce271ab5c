import { sql, type RawBuilder } from "kysely";
import { stretchesOf } from "../identity/index.ts";

/** A query of (person_id, profile_id, from_at, until_at): the profiles of people, with the stretches of time during which each is theirs. */
export const timesOf = (workspaceId: string, personIds: readonly string[]): RawBuilder<unknown> => sql`
  SELECT person_id, profile_id, CASE WHEN from_ms = 0 THEN '-infinity' ELSE to_timestamp(from_ms / 1000.0) END AS from_at,
    coalesce(to_timestamp(until_ms / 1000.0), 'infinity') AS until_at
  FROM (${stretchesOf(workspaceId, personIds)}) stretch`;
