import { sql, type RawBuilder } from "kysely";

/** A query of stretches (see `stretchesOf`) as one of (person_id, profile_id, from_at, until_at). */
export const timesOf = (stretches: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  SELECT person_id, profile_id, CASE WHEN from_ms = 0 THEN '-infinity' ELSE to_timestamp(from_ms / 1000.0) END AS from_at,
    coalesce(to_timestamp(until_ms / 1000.0), 'infinity') AS until_at
  FROM (${stretches}) stretch`;
