import type { MessageChannel, MessageState, RenderedMessage, Touch } from "@throughline/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../messages-deps.ts";

/** A message of the outbox. */
export type MessageRow = {
  id: string;
  workspaceId: string;
  key: string;
  touchId: string | null;
  profileId: string;
  channel: MessageChannel;
  template: string;
  purpose: Touch["purpose"];
  topic: string | null;
  flow: string | null;
  step: string | null;
  context: Record<string, unknown>;
  state: MessageState;
  attempts: number;
  tries: number;
  queuedAt: Date;
  expiresAt: Date | null;
  version: number | null;
  locale: string | null;
  subject: string | null;
};

export const messageColumns = sql`m.id, m.workspace_id AS "workspaceId", m.key, m.touch_id AS "touchId", m.profile_id AS "profileId", m.channel, m.template, m.purpose, m.topic, m.flow, m.step,
  m.context, m.state, m.attempts, m.tries, m.queued_at AS "queuedAt", m.expires_at AS "expiresAt", m.version, m.locale, m.subject`;

/**
 * Messages whose turn has come, of all workspaces, the one that waits longest first; held until the transaction ends. What others hold is left to them. Where a provider refuses us as we are set up, one message alone
 * is given to it when that is to be tried again.
 */
export async function takeDue(tx: Tx, at: Date, limit: number): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    SELECT ${messageColumns} FROM message m LEFT JOIN message_channel_problem p ON p.workspace_id = m.workspace_id AND p.channel = m.channel
    WHERE m.state = 'queued' AND m.next_at <= ${at} AND (p.channel IS NULL OR (p.try_at <= ${at} AND m.id = (
      SELECT f.id FROM message f WHERE f.workspace_id = p.workspace_id AND f.channel = p.channel AND f.state IN ('queued', 'sending') ORDER BY f.state DESC, f.next_at, f.id LIMIT 1)))
    ORDER BY m.next_at, m.id LIMIT ${limit} FOR UPDATE OF m SKIP LOCKED`.execute(tx);
  return rows;
}

/** Messages that were given to a provider so long ago that nobody will tell what came of it. */
export async function takeLost(tx: Tx, at: Date, limit: number): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    SELECT ${messageColumns} FROM message m WHERE m.state = 'sending' AND m.next_at <= ${at} ORDER BY m.next_at, m.id LIMIT ${limit} FOR UPDATE SKIP LOCKED`.execute(
    tx,
  );
  return rows;
}

/** One message, held until the transaction ends; null when it is gone. */
export async function holdMessage(tx: Tx, workspaceId: string, id: string): Promise<MessageRow | null> {
  const { rows } = await sql<MessageRow>`
    SELECT ${messageColumns} FROM message m WHERE m.workspace_id = ${workspaceId} AND m.id = ${id} FOR UPDATE`.execute(tx);
  return rows[0] ?? null;
}

export type Prepared = { rendered: RenderedMessage; version: number; address: string };

/** It is given to the provider now: until `leaseUntil` whoever does it has the say, then it is unknown. */
export async function markSending(tx: Tx, message: MessageRow, { rendered, version, address }: Prepared, leaseUntil: Date): Promise<void> {
  await sql`
    UPDATE message SET state = 'sending', attempts = attempts + 1, tries = tries + 1, next_at = ${leaseUntil}, reason = NULL, version = ${version}, locale = ${rendered.locale},
      address = ${address}, subject = ${rendered.subject ?? rendered.title}, rendered = ${JSON.stringify(rendered)}
    WHERE workspace_id = ${message.workspaceId} AND id = ${message.id}`.execute(tx);
}

export async function setState(
  tx: Tx,
  message: Pick<MessageRow, "workspaceId" | "id">,
  {
    state,
    reason,
    at,
    nextAt = at,
    providerId = null,
    settledBy = null,
    resetTries = false,
  }: {
    state: MessageState;
    reason: string | null;
    at: Date;
    nextAt?: Date;
    providerId?: string | null;
    settledBy?: string | null;
    resetTries?: boolean;
  },
): Promise<void> {
  await sql`
    UPDATE message SET state = ${state}, reason = ${reason}, next_at = ${nextAt}, provider_id = coalesce(${providerId}, provider_id), settled_by = coalesce(${settledBy}, settled_by),
      sent_at = CASE WHEN ${state} = 'sent' THEN coalesce(sent_at, ${at}::timestamptz) ELSE sent_at END, tries = CASE WHEN ${resetTries} THEN 0 ELSE tries END
    WHERE workspace_id = ${message.workspaceId} AND id = ${message.id}`.execute(tx);
}

export async function noteEvent(
  tx: Db,
  message: Pick<MessageRow, "workspaceId" | "id">,
  { what, note, at }: { what: string; note: string | null; at: Date },
): Promise<void> {
  await sql`
    INSERT INTO message_event (workspace_id, message_id, at, what, note) VALUES (${message.workspaceId}, ${message.id}, ${at}, ${what}, ${note})`.execute(
    tx,
  );
}
