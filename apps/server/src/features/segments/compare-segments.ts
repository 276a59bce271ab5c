import { ProductError, type SegmentOverlap } from "@throughline/contract";
import { sql } from "kysely";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { requireSegment } from "./manage-segments.ts";
import type { Db } from "./segments.store.ts";

/** How many people (or accounts) two segments have, each and both. Both are of the same. */
export async function compareSegments(deps: { db: Db }, access: Access, input: { key: string; other: string }): Promise<SegmentOverlap> {
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const one = await requireSegment(deps.db, workspaceId, input.key);
  const other = await requireSegment(deps.db, workspaceId, input.other);
  if (one.of !== other.of)
    throw new ProductError("invalid_input", `${one.name} and ${other.name} share nothing: one is of people, the other of accounts.`, {
      issues: [{ field: "other", message: "is not of the same", accepted: `a segment of ${one.of === "person" ? "people" : "accounts"}` }],
    });
  if (one.of === "account") return compareAccounts(deps.db, workspaceId, one.id, other.id);
  const { rows } = await sql<SegmentOverlap>`
    WITH person_in AS (
      SELECT p.person_id, bool_or(m.segment_id = ${one.id}) AS in_one, bool_or(m.segment_id = ${other.id}) AS in_other
      FROM segment_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id
      WHERE m.workspace_id = ${workspaceId} AND m.segment_id IN (${one.id}, ${other.id}) GROUP BY p.person_id)
    SELECT count(*) FILTER (WHERE in_one)::int AS one, count(*) FILTER (WHERE in_other)::int AS other, count(*) FILTER (WHERE in_one AND in_other)::int AS both,
      (SELECT count(*)::int FROM person WHERE workspace_id = ${workspaceId}) AS of FROM person_in`.execute(deps.db);
  return rows[0] as SegmentOverlap;
}

async function compareAccounts(db: Db, workspaceId: string, one: string, other: string): Promise<SegmentOverlap> {
  const { rows } = await sql<SegmentOverlap>`
    WITH account_in AS (
      SELECT profile_id, bool_or(segment_id = ${one}) AS in_one, bool_or(segment_id = ${other}) AS in_other
      FROM segment_member WHERE workspace_id = ${workspaceId} AND segment_id IN (${one}, ${other}) GROUP BY profile_id)
    SELECT count(*) FILTER (WHERE in_one)::int AS one, count(*) FILTER (WHERE in_other)::int AS other, count(*) FILTER (WHERE in_one AND in_other)::int AS both,
      (SELECT count(*)::int FROM account WHERE workspace_id = ${workspaceId}) AS of FROM account_in`.execute(db);
  return rows[0] as SegmentOverlap;
}
