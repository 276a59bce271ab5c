import { sql, type Transaction } from "kysely";
import { compareIds, type ProfileKind } from "@throughline/domain";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";

export type Tx = Transaction<Database>;
/** A profile in one workspace, by both ids. */
export type ProfileKey = { workspaceId: string; id: string };
export type ProfileRow = {
  workspaceId: string;
  id: string;
  kind: ProfileKind;
  personId: string;
  claimedBy: string | null;
  shared: boolean;
  split: boolean;
  crowded: boolean;
};
/** The first sight of an identifier. */
export type Sighting = ProfileKey & { kind: ProfileKind; value: string; at: Date };

const byId = (a: ProfileKey, b: ProfileKey) => compareIds(a.id, b.id);
const keysOf = (keys: readonly ProfileKey[]) => {
  const sorted = [...keys].sort(byId);
  return sql`SELECT * FROM unnest(${plainArray(sorted.map((key) => key.workspaceId))}::uuid[], ${plainArray(sorted.map((key) => key.id))}::bigint[])`;
};

/** Locks profiles in order of id, so that two batches that touch the same people wait for each other instead of overwriting. */
export async function lockProfiles(tx: Tx, keys: readonly ProfileKey[]): Promise<ProfileRow[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<ProfileRow>`
    SELECT workspace_id AS "workspaceId", id, kind, person_id AS "personId", claimed_by AS "claimedBy", shared, split, crowded
    FROM profile WHERE (workspace_id, id) IN (${keysOf(keys)}) ORDER BY id FOR UPDATE`.execute(tx);
  return rows;
}

/** Locks these profiles of one workspace in order of id. */
export async function lockProfileIds(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await sql`SELECT id FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[]) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
}

/** Creates the profiles that do not exist yet, each a person of its own, and gives back what is there now, locked. */
export async function createProfiles(tx: Tx, sightings: readonly Sighting[]): Promise<ProfileRow[]> {
  if (sightings.length === 0) return [];
  const sorted = [...sightings].sort(byId);
  await sql`
    INSERT INTO profile (workspace_id, id, kind, value, person_id, first_seen, last_seen)
    SELECT w, i, k, v, i, to_timestamp(ms / 1000), to_timestamp(ms / 1000) FROM unnest(${plainArray(sorted.map((s) => s.workspaceId))}::uuid[], ${plainArray(sorted.map((s) => s.id))}::bigint[], ${plainArray(sorted.map((s) => s.kind))}::text[],
      ${sorted.map((s) => s.value)}::text[], ${plainArray(sorted.map((s) => s.at.getTime()))}::float8[]) AS s(w, i, k, v, ms)
    ON CONFLICT DO NOTHING`.execute(tx);
  return lockProfiles(tx, sorted);
}
