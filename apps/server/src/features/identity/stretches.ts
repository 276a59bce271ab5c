import { sql, type Kysely, type RawBuilder } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
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

/** A row of {@link stretchesOf}, as the database writes it. */
type OwnedStretch = { personId: string; profileId: string; fromMs: string; untilMs: string | null };
/** The stretches of these people: each person is asked for once. */
export type ReadStretches = (personIds: readonly string[]) => Promise<OwnedStretch[]>;

/** For one transaction, once it is settled whose profiles are whose. */
export function createStretchReader(db: Kysely<Database>, workspaceId: string): ReadStretches {
  const known = new Map<string, OwnedStretch[]>();
  return async (personIds) => {
    const unknown = [...new Set(personIds)].filter((id) => !known.has(id));
    if (unknown.length > 0) {
      const { rows } = await sql<OwnedStretch>`
        SELECT person_id AS "personId", profile_id AS "profileId", from_ms AS "fromMs", until_ms AS "untilMs" FROM (${stretchesOf(workspaceId, unknown)}) s`.execute(
        db,
      );
      for (const id of unknown) known.set(id, []);
      for (const row of rows) known.get(row.personId)?.push(row);
    }
    return [...new Set(personIds)].flatMap((id) => known.get(id) ?? []);
  };
}

/** A reader for each workspace. */
export function createStretchReaders(db: Kysely<Database>): (workspaceId: string) => ReadStretches {
  const readers = new Map<string, ReadStretches>();
  return (workspaceId) => {
    const reader = readers.get(workspaceId) ?? createStretchReader(db, workspaceId);
    readers.set(workspaceId, reader);
    return reader;
  };
}

/** What was read, as the query that {@link stretchesOf} is. */
export const asStretches = (read: readonly OwnedStretch[]): RawBuilder<unknown> => sql`
  SELECT * FROM unnest(${plainArray(read.map(({ personId }) => personId))}::bigint[], ${plainArray(read.map(({ profileId }) => profileId))}::bigint[],
    ${plainArray(read.map(({ fromMs }) => fromMs))}::bigint[], ${plainArray(read.map(({ untilMs }) => untilMs ?? "NULL"))}::bigint[]) AS read(person_id, profile_id, from_ms, until_ms)`;
