import { createHash } from "node:crypto";
import type { MessageChannel, Touch } from "@throughline/contract";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "./messages-deps.ts";

/** A message to be sent, allowed by the arbiter. */
export type NewMessage = {
  /** Says in the workspace which message it is: under a key that was used before nothing is queued. At most 300 characters. */
  key: string;
  /** The touch that the arbiter allowed: it is told what came of it. */
  touchId: string | null;
  /** A profile of the person, or their id, as decimal text. */
  profileId: string;
  channel: MessageChannel;
  /** The key of a template of this channel. */
  template: string;
  purpose: Touch["purpose"];
  topic: string | null;
  flow: string | null;
  step: string | null;
  /** What the template reads beside `person` and `account`: `event`, `flow`, `answers`. */
  context: Record<string, unknown>;
  /** Of no use from then on. */
  expiresAt?: Date | null;
};

/** A message's id, derived from its key (a UUID of version 8): its mail's Message-ID is made of it, so whoever gets a mail twice can tell, and who tells of a bounce is understood. */
export function messageIdOf(workspaceId: string, key: string): string {
  const bytes = createHash("sha256").update(`message ${workspaceId} ${key}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Puts messages into the outbox, in the transaction that decides to send them: they are sent if it commits, and not otherwise, each once for its key. The sender takes them within some 20 ms.
 *
 *     await queueMessages(tx, workspaceId, [{ key: `${runId} ${stepId} ${visit}`, touchId: …, profileId, channel: "email", template: "stalled", … }]);
 */
export async function queueMessages(tx: Tx, workspaceId: string, messages: readonly NewMessage[], at: Date = new Date()): Promise<void> {
  if (messages.length === 0) return;
  const column = <T>(of: (message: NewMessage) => T) => messages.map(of);
  await sql`
    WITH queued AS (INSERT INTO message (id, workspace_id, key, touch_id, profile_id, channel, template, purpose, topic, flow, step, context, expires_at, queued_at, next_at)
    SELECT m.id, ${workspaceId}::uuid, m.key, m.touch_id, m.profile_id, m.channel, m.template, m.purpose, m.topic, m.flow, m.step, m.context, m.expires_at, ${at}, ${at}
    FROM unnest(${plainArray(column(({ key }) => messageIdOf(workspaceId, key)))}::uuid[], ${column((m) => m.key)}::text[], ${column((m) => m.touchId)}::text[], ${plainArray(column((m) => m.profileId))}::bigint[],
      ${column((m) => m.channel)}::text[], ${column((m) => m.template)}::text[], ${column((m) => m.purpose)}::text[], ${column((m) => m.topic)}::text[], ${column((m) => m.flow)}::text[],
      ${column((m) => m.step)}::text[], ${column((m) => JSON.stringify(m.context))}::jsonb[], ${column((m) => m.expiresAt?.toISOString() ?? null)}::timestamptz[])
      AS m(id, key, touch_id, profile_id, channel, template, purpose, topic, flow, step, context, expires_at)
    ON CONFLICT (workspace_id, key) DO NOTHING)
    SELECT pg_notify('throughline_messages', '')`.execute(tx);
}
