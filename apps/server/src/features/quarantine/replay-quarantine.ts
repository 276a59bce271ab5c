import { checkMessage, type JsonObject } from "@throughline/domain";
import { sql, type Kysely } from "kysely";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { Log } from "../../platform/log/log.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { LogEntry } from "../collect/index.ts";
import { readRaw } from "./read-quarantine.ts";

export type ReplayDeps = { db: Kysely<Database>; log: Log<LogEntry> };
export type ReplayInput = { ids?: string[] | undefined; code?: string | undefined; fix?: JsonObject | undefined };
type Held = { id: string; receivedAt: Date; sourceId: string | null; raw: string };

const maxAtOnce = 1_000;

/**
 * Tries quarantined items again, as they are or with some fields set. What passes goes through the log like anything else (its message id, or else
 * its quarantine id, keeps it from counting twice); the others stay, with today's reason.
 */
export async function replayQuarantine(deps: ReplayDeps, access: Access, input: ReplayInput) {
  requirePermission(access, "data:write");
  const { workspaceId } = access;
  const { rows } = await sql<Held>`
    SELECT id, received_at AS "receivedAt", source_id AS "sourceId", raw FROM quarantine
    WHERE workspace_id = ${workspaceId} AND status = 'open' ${input.ids ? sql`AND id::text = ANY(${input.ids}::text[])` : sql``} ${input.code ? sql`AND code = ${input.code}` : sql``}
    ORDER BY received_at, id LIMIT ${maxAtOnce}`.execute(deps.db);
  const entries: { key: string; entry: LogEntry }[] = [];
  const passed: string[] = [];
  const stillFailing: { id: string; code: string; message: string }[] = [];
  for (const row of rows) {
    const raw = readRaw(row.raw);
    const item = typeof raw === "object" && raw !== null && !Array.isArray(raw) ? { ...raw, ...input.fix } : raw;
    const checked = checkMessage(item, { receivedAt: row.receivedAt.getTime(), newMessageId: () => `quarantine-${row.id}` });
    if ("rejection" in checked) {
      stillFailing.push({ id: row.id, code: checked.rejection.code, message: checked.rejection.message });
      continue;
    }
    const { message } = checked;
    entries.push({ key: `${workspaceId} ${message.userId ?? message.anonymousId}`, entry: { w: workspaceId, s: row.sourceId ?? workspaceId, r: row.receivedAt.getTime(), m: message } });
    passed.push(row.id);
  }
  if (entries.length > 0) await deps.log.append(entries);
  await deps.db.transaction().execute(async (tx) => {
    await sql`UPDATE quarantine SET status = 'replayed' WHERE workspace_id = ${workspaceId} AND id = ANY(${passed}::uuid[])`.execute(tx);
    for (const item of stillFailing) await sql`UPDATE quarantine SET code = ${item.code}, message = ${item.message} WHERE workspace_id = ${workspaceId} AND id = ${item.id}`.execute(tx);
    await recordAudit(tx, access, { action: "quarantine.replay", details: { replayed: passed.length, stillFailing: stillFailing.length } });
  });
  return { replayed: passed.length, stillFailing };
}

/** Sets items aside; they stay visible under their status. */
export async function discardQuarantine(deps: { db: Kysely<Database> }, access: Access, input: { ids: string[] }): Promise<{ discarded: number }> {
  requirePermission(access, "data:write");
  return deps.db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`UPDATE quarantine SET status = 'discarded' WHERE workspace_id = ${access.workspaceId} AND status = 'open' AND id::text = ANY(${input.ids}::text[])`.execute(tx);
    await recordAudit(tx, access, { action: "quarantine.discard", details: { discarded: Number(numAffectedRows ?? 0) } });
    return { discarded: Number(numAffectedRows ?? 0) };
  });
}
