import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { plainArray } from "../../../platform/postgres/plain-array.ts";
import type { Tx } from "../messages-deps.ts";

/** A call that a flow makes, and whose answer it goes on by. */
export type NewCall = {
  /** Says in the workspace which call it is: under a key that was used before nothing is queued. */
  key: string;
  profileId: string;
  flow: string | null;
  method: string;
  url: string;
  /** null: the person, their account and `context`, as JSON. */
  body: string | null;
  context: Record<string, unknown>;
};

/** Puts calls into the outbox, in the transaction that decides to make them. */
export async function queueCalls(tx: Tx, workspaceId: string, calls: readonly NewCall[], at: Date = new Date()): Promise<void> {
  if (calls.length === 0) return;
  const column = <T>(of: (call: NewCall) => T) => calls.map(of);
  const { rows } = await sql<{ id: string }>`
    INSERT INTO outbound_call (id, workspace_id, key, profile_id, flow, method, url, body, context, queued_at, next_at)
    SELECT c.id, ${workspaceId}::uuid, c.key, c.profile_id, c.flow, c.method, c.url, c.body, c.context, ${at}, ${at}
    FROM unnest(${plainArray(column(() => randomUUID()))}::uuid[], ${column((c) => c.key)}::text[], ${plainArray(column((c) => c.profileId))}::bigint[], ${column((c) => c.flow)}::text[],
      ${column((c) => c.method)}::text[], ${column((c) => c.url)}::text[], ${column((c) => c.body)}::text[], ${column((c) => JSON.stringify(c.context))}::jsonb[])
      AS c(id, key, profile_id, flow, method, url, body, context)
    ON CONFLICT (workspace_id, key) DO NOTHING RETURNING id`.execute(tx);
  if (rows.length > 0) await sql`SELECT pg_notify('throughline_messages', '')`.execute(tx);
}
