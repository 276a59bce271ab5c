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
type Held = { id: string; receivedAt: Date; sourceId: string; code: string; message: string; raw: string };
type Failing = { id: string; code: string; message: string };

const itemsAtOnce = 1_000;
const mostFailuresTold = 1_000;

/**
 * Tries quarantined items again, as they are or with some fields set: those named, or all that are open. What passes goes through the log like anything else (its message
 * id, or else its quarantine id, keeps it from counting twice); the others stay, with today's reason (of which the first thousand are told).
 */
export async function replayQuarantine(
  deps: ReplayDeps,
  access: Access,
  input: ReplayInput,
): Promise<{ replayed: number; stillFailing: Failing[] }> {
  requirePermission(access, "data:write");
  let replayed = 0;
  const stillFailing: Failing[] = [];
  let failing = 0;
  for (let after: Held | null = null; ;) {
    const rows: Held[] = await readOpen(deps.db, access.workspaceId, input, after);
    const tried = tryAgain(access.workspaceId, rows, input.fix);
    if (tried.entries.length > 0) await deps.log.append(tried.entries);
    await saveOutcome(deps.db, access.workspaceId, tried);
    replayed += tried.passed.length;
    failing += tried.failing.length;
    stillFailing.push(...tried.failing.slice(0, mostFailuresTold - stillFailing.length));
    after = rows.at(-1) ?? null;
    if (rows.length < itemsAtOnce) break;
  }
  await recordAudit(deps.db, access, { action: "quarantine.replay", details: { replayed, stillFailing: failing } });
  return { replayed, stillFailing };
}

const isUuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);

/** Open items in order of receipt, a bounded number behind `after`. */
async function readOpen(db: Kysely<Database>, workspaceId: string, input: ReplayInput, after: Held | null): Promise<Held[]> {
  const { rows } = await sql<Held>`
    SELECT id, received_at AS "receivedAt", source_id AS "sourceId", code, message, raw FROM quarantine
    WHERE workspace_id = ${workspaceId} AND status = 'open' ${input.ids ? sql`AND id = ANY(${input.ids.filter(isUuid)}::uuid[])` : sql``} ${input.code ? sql`AND code = ${input.code}` : sql``}
      ${after ? sql`AND (received_at, id) > (${after.receivedAt}, ${after.id}::uuid)` : sql``}
    ORDER BY received_at, id LIMIT ${itemsAtOnce}`.execute(db);
  return rows;
}

type Tried = { entries: { key: string; entry: LogEntry }[]; passed: string[]; failing: Failing[] };

function tryAgain(workspaceId: string, rows: readonly Held[], fix: JsonObject | undefined): Tried {
  const tried: Tried = { entries: [], passed: [], failing: [] };
  for (const { id, receivedAt, sourceId, code, message: reason, raw: kept } of rows) {
    const raw = readRaw(kept);
    // What was cut or never was JSON cannot be mended, and its first reason says more than today's.
    if (typeof raw === "string") {
      tried.failing.push({ id, code, message: reason });
      continue;
    }
    const item = typeof raw === "object" && raw !== null && !Array.isArray(raw) ? mend(raw as JsonObject, fix) : raw;
    const checked = checkMessage(item, { receivedAt: receivedAt.getTime(), newMessageId: () => `quarantine-${id}` });
    if ("rejection" in checked) {
      tried.failing.push({ id, code: checked.rejection.code, message: checked.rejection.message });
      continue;
    }
    const { message } = checked;
    tried.entries.push({
      key: `${workspaceId} ${message.userId ?? message.anonymousId}`,
      entry: { w: workspaceId, s: sourceId, r: receivedAt.getTime(), m: message },
    });
    tried.passed.push(id);
  }
  return tried;
}

/** Clocks are corrected by the moment of sending that was kept; but a time that people set by hand is meant as it is. */
function mend(raw: JsonObject, fix: JsonObject = {}): JsonObject {
  const { sentAt, ...rest } = raw;
  const timed = "timestamp" in fix || "originalTimestamp" in fix;
  return { ...rest, ...(sentAt === undefined || timed ? {} : { sentAt }), ...fix };
}

async function saveOutcome(db: Kysely<Database>, workspaceId: string, { passed, failing }: Tried): Promise<void> {
  await sql`UPDATE quarantine SET status = 'replayed' WHERE workspace_id = ${workspaceId} AND id = ANY(${passed}::uuid[])`.execute(db);
  await sql`
    UPDATE quarantine q SET code = f.code, message = f.message FROM unnest(${failing.map((f) => f.id)}::uuid[], ${failing.map((f) => f.code)}::text[], ${failing.map((f) => f.message)}::text[]) AS f(id, code, message)
    WHERE q.workspace_id = ${workspaceId} AND q.id = f.id AND (q.code, q.message) <> (f.code, f.message)`.execute(db);
}

/** Sets items aside; they stay visible under their status. */
export async function discardQuarantine(
  deps: { db: Kysely<Database> },
  access: Access,
  input: { ids: string[] },
): Promise<{ discarded: number }> {
  requirePermission(access, "data:write");
  return deps.db.transaction().execute(async (tx) => {
    const { numAffectedRows } =
      await sql`UPDATE quarantine SET status = 'discarded' WHERE workspace_id = ${access.workspaceId} AND status = 'open' AND id = ANY(${input.ids.filter(isUuid)}::uuid[])`.execute(
        tx,
      );
    await recordAudit(tx, access, { action: "quarantine.discard", details: { discarded: Number(numAffectedRows ?? 0) } });
    return { discarded: Number(numAffectedRows ?? 0) };
  });
}
