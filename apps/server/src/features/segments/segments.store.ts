import type { Predicate, Segment, SegmentOf } from "@throughline/contract";
import { segmentsNamedBy } from "@throughline/domain";
import { sql, type Kysely } from "kysely";
import { containing } from "../../platform/postgres/containing.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";

export type Db = Kysely<Database>;
export type SegmentRow = {
  id: string;
  key: string;
  name: string;
  of: SegmentOf;
  kind: "static" | "live";
  predicate: Predicate | null;
  phase: "reading" | "evaluating" | "live" | "failed";
  progress: number | null;
  failure: string | null;
  /** A changed predicate that is being computed. */
  nextPredicate: Predicate | null;
  nextProgress: number | null;
  nextFailure: string | null;
  people: number;
  usedBy: { key: string; name: string }[];
  /** What hidden segments that speak of it are for. */
  neededFor: string[];
  isHidden: boolean;
  createdAt: Date;
  createdBy: string;
};

/** A member counts as the person that their profile belongs to now; an account as itself. */
const columns = sql`s.id, s.key, s.name, s.of, s.kind, s.hidden AS "isHidden", s.predicate, s.phase, s.progress, s.failure, n.predicate AS "nextPredicate", n.progress AS "nextProgress", n.failure AS "nextFailure",
  s.created_at AS "createdAt", s.created_by AS "createdBy", CASE s.of WHEN 'account' THEN (SELECT count(*)::int FROM segment_member m WHERE m.segment_id = s.id)
  ELSE (SELECT count(DISTINCT p.person_id)::int FROM segment_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id WHERE m.segment_id = s.id) END AS people`;
const shown = sql`segment s LEFT JOIN segment n ON n.replaces = s.id`;

export const toSegment = ({
  id: _,
  phase,
  nextProgress,
  nextFailure,
  createdAt,
  neededFor: _n,
  isHidden: _h,
  ...row
}: SegmentRow): Segment => ({
  ...row,
  state: phase === "live" || phase === "failed" ? phase : "computing",
  progress: row.progress ?? nextProgress,
  failure: row.failure ?? nextFailure,
  createdAt: createdAt.toISOString(),
});

/** Which segments of the workspace speak of each. */
async function withUses(
  db: Db | Tx,
  workspaceId: string,
  rows: readonly Omit<SegmentRow, "usedBy" | "neededFor">[],
): Promise<SegmentRow[]> {
  const { rows: all } = await sql<{ key: string; name: string; predicate: Predicate; hidden: boolean }>`
    SELECT coalesce(f.key, s.key) AS key, coalesce(f.name, s.name) AS name, s.predicate, s.hidden FROM segment s LEFT JOIN segment f ON f.id = s.replaces WHERE s.workspace_id = ${workspaceId} AND s.predicate IS NOT NULL`.execute(
    db,
  );
  const named = all.map(({ predicate, ...one }) => ({ ...one, names: segmentsNamedBy(predicate) }));
  return rows.map((row) => {
    const users = named.filter(({ names }) => names.includes(row.key));
    return {
      ...row,
      usedBy: [...new Map(users.filter(({ hidden }) => !hidden).map(({ key, name }) => [key, { key, name }])).values()],
      neededFor: [...new Set(users.filter(({ hidden }) => hidden).map(({ name }) => name))],
    };
  });
}

export async function findSegment(db: Db | Tx, workspaceId: string, key: string): Promise<SegmentRow | null> {
  const { rows } =
    await sql<SegmentRow>`SELECT ${columns} FROM ${shown} WHERE s.workspace_id = ${workspaceId} AND s.key = ${key} AND s.replaces IS NULL AND NOT s.hidden`.execute(
      db,
    );
  return (await withUses(db, workspaceId, rows))[0] ?? null;
}

/** Those of these segments that are computed for the first time: who is in them is not known yet. */
export async function segmentsStillComputing(
  db: Db,
  workspaceId: string,
  keys: readonly string[],
): Promise<{ key: string; name: string; progress: number }[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: string; name: string; progress: number }>`
    SELECT key, name, coalesce(progress, 0)::float8 AS progress FROM segment
    WHERE workspace_id = ${workspaceId} AND key = ANY(${plainArray(keys)}::text[]) AND replaces IS NULL AND phase IN ('reading', 'evaluating') ORDER BY name, key`.execute(
    db,
  );
  return rows;
}

/** Segments behind `after`, newest first, one more than the limit where there are more. */
export async function listSegments(
  db: Db,
  workspaceId: string,
  {
    search,
    kind,
    of,
    after,
    limit,
  }: {
    search: string | undefined;
    kind: "static" | "live" | undefined;
    of: SegmentOf | undefined;
    after: [createdAt: string, id: string] | null;
    limit: number;
  },
): Promise<SegmentRow[]> {
  const pattern = containing((search ?? "").trim());
  const beyond = after ? sql`AND (s.created_at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
  const { rows } = await sql<SegmentRow>`
    SELECT ${columns} FROM ${shown} WHERE s.workspace_id = ${workspaceId} AND s.replaces IS NULL AND NOT s.hidden AND (s.name ILIKE ${pattern} OR s.key ILIKE ${pattern}) AND (${kind ?? null}::text IS NULL OR s.kind = ${kind ?? null}) AND (${of ?? null}::text IS NULL OR s.of = ${of ?? null}) ${beyond}
    ORDER BY s.created_at DESC, s.id DESC LIMIT ${limit + 1}`.execute(db);
  return withUses(db, workspaceId, rows);
}

/** Makes a segment; null where the key is taken. Times to the millisecond, as pages name them. */
export async function insertSegment(
  tx: Tx,
  workspaceId: string,
  segment: { key: string; name: string; of: SegmentOf; origin: object | null; createdBy: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO segment (workspace_id, key, name, of, origin, created_by, created_at)
    VALUES (${workspaceId}, ${segment.key}, ${segment.name}, ${segment.of}, ${segment.origin === null ? null : JSON.stringify(segment.origin)}::jsonb, ${segment.createdBy}, date_trunc('milliseconds', now()))
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

/** Adds accounts; those that are not there are left out. */
export async function addAccounts(tx: Tx, workspaceId: string, segmentId: string, ids: readonly string[]): Promise<void> {
  await sql`
    INSERT INTO segment_member (workspace_id, segment_id, profile_id)
    SELECT workspace_id, ${segmentId}, id FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[]) ON CONFLICT DO NOTHING`.execute(
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
