import { sql } from "kysely";
import type { Db } from "./people.store.ts";

/** A part of a profile's time; `untilMs` excluded, null for no end. A whole profile is from 0 without an end. */
export type DeletedStretch = { profileId: string; fromMs: number; untilMs: number | null };
export type Deletion = {
  id: string;
  workspaceId: string;
  stretches: DeletedStretch[];
  status: "running" | "done" | "failed";
  requestedAt: Date;
  verifiedAt: Date | null;
  interactions: string;
};

const columns = sql`id, workspace_id AS "workspaceId", stretches, status, requested_at AS "requestedAt", verified_at AS "verifiedAt", interactions`;

export async function findDeletion(db: Db, workspaceId: string, id: string): Promise<Deletion | null> {
  const { rows } = await sql<Deletion>`SELECT ${columns} FROM deletion WHERE workspace_id = ${workspaceId} AND id::text = ${id}`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** Deletions of all workspaces that are not finished, oldest first. */
export async function runningDeletions(db: Db, limit: number): Promise<Deletion[]> {
  const { rows } =
    await sql<Deletion>`SELECT ${columns} FROM deletion WHERE status = 'running' ORDER BY requested_at, id LIMIT ${limit}`.execute(db);
  return rows;
}

export const isWhole = (stretch: DeletedStretch): boolean => stretch.fromMs === 0 && stretch.untilMs === null;
