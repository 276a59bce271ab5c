import type { SegmentMember } from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { findSummaries, resolvePerson } from "../people/index.ts";
import { requireSegmentOf } from "./manage-segments.ts";
import type { Db } from "./segments.store.ts";

/** A page of the people of a segment, the latest who entered first. Whom a profile belongs to now is who counts. */
export async function listMembers(
  deps: { db: Db },
  access: Access,
  input: { key: string; cursor?: string | undefined; limit: number },
): Promise<{ items: SegmentMember[]; next: string | null; total: number }> {
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const { id, people: total } = await requireSegmentOf(deps.db, workspaceId, input.key, "person");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,20}$/)]));
  const { rows } = await sql<{ person: string; since: Date }>`
    SELECT person, since FROM (
      SELECT p.person_id AS person, date_trunc('milliseconds', min(m.since)) AS since FROM segment_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id
      WHERE m.workspace_id = ${workspaceId} AND m.segment_id = ${id} GROUP BY p.person_id) member
    WHERE ${after ? sql`(since, person) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : sql`true`}
    ORDER BY since DESC, person DESC LIMIT ${input.limit + 1}`.execute(deps.db);
  const page = rows.slice(0, input.limit);
  const last = rows.length > input.limit ? page.at(-1) : undefined;
  const summaries = new Map(
    (
      await findSummaries(
        deps.db,
        workspaceId,
        page.map(({ person }) => person),
      )
    ).map((summary) => [BigInt(`0x${summary.id.slice(2)}`).toString(), summary]),
  );
  return {
    items: page.flatMap(({ person, since }) => {
      const summary = summaries.get(person);
      return summary ? [{ ...summary, enteredAt: since.toISOString() }] : [];
    }),
    next: last ? encodeCursor([last.since.toISOString(), last.person]) : null,
    total,
  };
}

/** The segments that a person is in, by name. */
export async function segmentsOfPerson(deps: { db: Db }, access: Access, input: { id: string }) {
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const personId = await resolvePerson(deps.db, workspaceId, input.id);
  const { rows } = await sql<{ key: string; name: string; kind: "static" | "live"; since: Date }>`
    SELECT s.key, s.name, s.kind, min(m.since) AS since FROM profile p
    JOIN segment_member m ON m.workspace_id = p.workspace_id AND m.profile_id = p.id JOIN segment s ON s.id = m.segment_id AND s.replaces IS NULL AND NOT s.hidden
    WHERE p.workspace_id = ${workspaceId} AND p.person_id = ${personId} GROUP BY s.id ORDER BY s.name, s.key`.execute(deps.db);
  return { items: rows.map(({ since, ...row }) => ({ ...row, enteredAt: since.toISOString() })) };
}
