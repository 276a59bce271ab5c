import type { Segment } from "@throughline/contract";
import { sql, type Kysely } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";

export type Db = Kysely<Database>;
export type SegmentRow = {
  id: string;
  key: string;
  name: string;
  kind: "static" | "live";
  people: number;
  createdAt: Date;
  createdBy: string;
};

/** A member counts as the person that their profile belongs to now. */
const columns = sql`s.id, s.key, s.name, s.kind, s.created_at AS "createdAt", s.created_by AS "createdBy", (
  SELECT count(DISTINCT p.person_id)::int FROM segment_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id WHERE m.segment_id = s.id) AS people`;

export const toSegment = ({ id: _, createdAt, ...row }: SegmentRow): Segment => ({
  ...row,
  of: "person",
  state: "live",
  progress: null,
  failure: null,
  predicate: null,
  nextPredicate: null,
  usedBy: [],
  createdAt: createdAt.toISOString(),
});

export async function findSegment(db: Db | Tx, workspaceId: string, key: string): Promise<SegmentRow | null> {
  const { rows } = await sql<SegmentRow>`SELECT ${columns} FROM segment s WHERE s.workspace_id = ${workspaceId} AND s.key = ${key}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Segments behind `after`, newest first, one more than the limit where there are more. */
export async function listSegments(
  db: Db,
  workspaceId: string,
  {
    search,
    kind,
    after,
    limit,
  }: { search: string | undefined; kind: "static" | "live" | undefined; after: [createdAt: string, id: string] | null; limit: number },
): Promise<SegmentRow[]> {
  const pattern = `%${(search ?? "").trim().replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;
  const beyond = after ? sql`AND (s.created_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const { rows } = await sql<SegmentRow>`
    SELECT ${columns} FROM segment s WHERE s.workspace_id = ${workspaceId} AND (s.name ILIKE ${pattern} OR s.key ILIKE ${pattern}) AND (${kind ?? null}::text IS NULL OR s.kind = ${kind ?? null}) ${beyond}
    ORDER BY s.created_at DESC, s.id DESC LIMIT ${limit + 1}`.execute(db);
  return rows;
}

/** Makes a segment; null where the key is taken. Times to the millisecond, as pages name them. */
export async function insertSegment(
  tx: Tx,
  workspaceId: string,
  segment: { key: string; name: string; origin: object | null; createdBy: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO segment (workspace_id, key, name, origin, created_by, created_at)
    VALUES (${workspaceId}, ${segment.key}, ${segment.name}, ${segment.origin === null ? null : JSON.stringify(segment.origin)}::jsonb, ${segment.createdBy}, date_trunc('milliseconds', now()))
    ON CONFLICT (workspace_id, key) DO NOTHING RETURNING id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Adds people by the ids of their profiles; who is not there (any more) is left out. */
export async function addMembers(tx: Tx, workspaceId: string, segmentId: string, ids: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO segment_member (workspace_id, segment_id, profile_id)
    SELECT workspace_id, ${segmentId}, id FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[]) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
}

export async function renameSegment(tx: Tx, workspaceId: string, id: string, name: string): Promise<void> {
  await sql`UPDATE segment SET name = ${name} WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(tx);
}

export async function deleteSegment(tx: Tx, workspaceId: string, key: string): Promise<boolean> {
  const { rows } = await sql`DELETE FROM segment WHERE workspace_id = ${workspaceId} AND key = ${key} RETURNING id`.execute(tx);
  return rows.length > 0;
}
