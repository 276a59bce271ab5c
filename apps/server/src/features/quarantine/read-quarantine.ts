import { sql, type Kysely } from "kysely";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/cursor.ts";
import { containing } from "../../platform/postgres/containing.ts";
import type { Database } from "../../platform/postgres/database.ts";

export type QuarantineStatus = "open" | "replayed" | "discarded";
type Row = {
  id: string;
  receivedAt: Date;
  sourceId: string;
  sourceName: string | null;
  code: string;
  message: string;
  field: string | null;
  eventName: string | null;
  status: QuarantineStatus;
  raw: string;
};

export type QuarantineFilter = {
  code?: string | undefined;
  source?: string | undefined;
  status?: QuarantineStatus | undefined;
  search?: string | undefined;
};

/** Raw text is JSON unless it was cut; then it is shown as it is. */
export function readRaw(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

/** A page of what could not be used, newest first, and how much there is of each code under the same filter. */
export async function listQuarantine(
  deps: { db: Kysely<Database> },
  access: Access,
  input: QuarantineFilter & { cursor?: string | undefined; limit: number },
) {
  requirePermission(access, "data:read");
  const after = decodeCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]));
  const pattern = containing((input.search ?? "").trim());
  const base = sql`
    q.workspace_id = ${access.workspaceId} ${input.source ? sql`AND q.source_id = ${input.source}` : sql``} AND q.status = ${input.status ?? "open"}
    ${input.search ? sql`AND (q.raw ILIKE ${pattern} OR q.message ILIKE ${pattern} OR q.event_name ILIKE ${pattern})` : sql``}`;
  const { rows } = await sql<Row>`
    SELECT q.id, q.received_at AS "receivedAt", q.source_id AS "sourceId", s.name AS "sourceName", q.code, q.message, q.field, q.event_name AS "eventName", q.status, q.raw
    FROM quarantine q LEFT JOIN source s ON s.id = q.source_id WHERE ${base} ${input.code ? sql`AND q.code = ${input.code}` : sql``}
    ${after ? sql`AND (q.received_at, q.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``} ORDER BY q.received_at DESC, q.id DESC LIMIT ${input.limit + 1}`.execute(
    deps.db,
  );
  const { rows: byCode } = await sql<{
    code: string;
    count: number;
  }>`SELECT q.code, count(*)::int AS count FROM quarantine q WHERE ${base} GROUP BY 1 ORDER BY 2 DESC`.execute(deps.db);
  const items = rows.slice(0, input.limit).map(({ sourceId, sourceName, receivedAt, raw, ...row }) => ({
    ...row,
    receivedAt: receivedAt.toISOString(),
    source: { id: sourceId, name: sourceName ?? "deleted source" },
    raw: readRaw(raw),
  }));
  const last = items.at(-1);
  return { items, next: rows.length > input.limit && last ? encodeCursor([last.receivedAt, last.id]) : null, byCode };
}
