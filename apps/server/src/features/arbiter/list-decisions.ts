import type { ListedDecision } from "@throughline/contract";
import { sql } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { firstUserId } from "../people/index.ts";
import type { ArbiterDeps } from "./arbiter-deps.ts";
import { decisionColumns, decisionOwner, toDecision, type DecisionRow } from "./decisions.store.ts";
import { boundsOf } from "./report.ts";
import { lastDecisions } from "./report.store.ts";

type Row = DecisionRow & { known: boolean; name: string | null; email: string | null; phone: string | null; userId: string | null };
type Filter = Partial<Record<"from" | "to" | "flow" | "kind" | "rule" | "answer" | "held" | "cursor", string | undefined>> & {
  limit: number;
};

/** What is behind the numbers of a report: each touch of the range once, with its last answer, the latest first. */
export async function listDecisions(
  { db, now }: ArbiterDeps,
  access: Access,
  input: Filter,
): Promise<{ items: ListedDecision[]; next: string | null }> {
  requirePermission(access, "arbiter:read");
  requirePermission(access, "people:read");
  const { workspaceId } = access;
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const conditions = [sql`true`];
  if (input.rule !== undefined) conditions.push(sql`l.held_by @> ARRAY[${input.rule}]::text[]`);
  if (input.answer !== undefined) conditions.push(sql`l.answer = ${input.answer}`);
  if (input.held !== undefined) conditions.push(sql`l.held`);
  if (after) conditions.push(sql`(l.decided_at, l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  const { rows } = await sql<Row>`
    WITH last AS MATERIALIZED (${lastDecisions(workspaceId, { ...boundsOf(input, now()), flow: input.flow, kind: input.kind })}),
    shown AS MATERIALIZED (SELECT l.id FROM last l WHERE ${sql.join(conditions, sql` AND `)} ORDER BY l.decided_at DESC, l.id DESC LIMIT ${input.limit + 1}),
    d AS (SELECT ${decisionColumns}, ${decisionOwner} FROM shown JOIN touch_decision d ON d.id = shown.id
      LEFT JOIN profile f ON f.workspace_id = d.workspace_id AND f.id = d.profile_id WHERE d.workspace_id = ${workspaceId})
    SELECT d.*, p.id IS NOT NULL AS known, p.name, p.email, p.phone, CASE WHEN p.id IS NOT NULL THEN ${firstUserId} END AS "userId"
    FROM d LEFT JOIN person p ON p.workspace_id = ${workspaceId} AND p.id = d."personId" ORDER BY d."decidedAt" DESC, d.id DESC`.execute(
    db,
  );
  const last = rows.length > input.limit ? rows[input.limit - 1] : undefined;
  return {
    items: rows.slice(0, input.limit).map(({ known, name, email, phone, userId, ...row }) => ({
      ...toDecision(row),
      person: known ? { name, email, phone, userId } : null,
    })),
    next: last ? encodeCursor([last.decidedAt.toISOString(), last.id]) : null,
  };
}
