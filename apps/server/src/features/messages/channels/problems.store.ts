import type { MessageChannel } from "@throughline/contract";
import { sql } from "kysely";
import type { Db, Tx } from "../messages-deps.ts";

/** One message is given to a provider that refused us so often, to see whether it still does: more would get the account locked. */
const tryEveryMs = 15 * 60_000;

type Which = { workspaceId: string; channel: MessageChannel };

/** The provider of a channel refuses us as we are set up. What waits for it goes on waiting, and is not tried meanwhile. */
export async function noteProblem(tx: Tx, { workspaceId, channel }: Which, reason: string, nowMs: number): Promise<Date> {
  const tryAt = new Date(nowMs + tryEveryMs);
  await sql`
    INSERT INTO message_channel_problem (workspace_id, channel, reason, since, try_at) VALUES (${workspaceId}, ${channel}, ${reason}, ${new Date(nowMs)}, ${tryAt})
    ON CONFLICT (workspace_id, channel) DO UPDATE SET reason = excluded.reason, try_at = excluded.try_at`.execute(tx);
  await sql`
    UPDATE message SET next_at = ${tryAt} WHERE id IN (
      SELECT id FROM message WHERE workspace_id = ${workspaceId} AND channel = ${channel} AND state = 'queued' AND next_at < ${tryAt} FOR UPDATE SKIP LOCKED)`.execute(
    tx,
  );
  return tryAt;
}

/** The provider took something, so there is no problem (any more): what waited for it is due. */
export async function clearProblem(tx: Tx, which: Which, nowMs: number): Promise<void> {
  const { rows } =
    await sql`DELETE FROM message_channel_problem WHERE workspace_id = ${which.workspaceId} AND channel = ${which.channel} RETURNING channel`.execute(
      tx,
    );
  if (rows.length > 0) await letGoOn(tx, which, nowMs);
}

/** How a channel is set up has changed: whatever waits for it is tried at once. */
export async function tryAnew(tx: Tx, which: Which, nowMs: number): Promise<void> {
  await sql`DELETE FROM message_channel_problem WHERE workspace_id = ${which.workspaceId} AND channel = ${which.channel}`.execute(tx);
  await letGoOn(tx, which, nowMs);
}

async function letGoOn(tx: Tx, { workspaceId, channel }: Which, nowMs: number): Promise<void> {
  const at = new Date(nowMs);
  await sql`
    UPDATE message SET next_at = ${at} WHERE id IN (
      SELECT id FROM message WHERE workspace_id = ${workspaceId} AND channel = ${channel} AND state = 'queued' AND next_at > ${at} FOR UPDATE SKIP LOCKED)`.execute(
    tx,
  );
  await sql`SELECT pg_notify('throughline_messages', '')`.execute(tx);
}

export type ChannelProblem = { channel: MessageChannel; reason: string; since: Date; waiting: number };

/** What stands in the way of a workspace's channels, with how many messages wait for it. */
export async function readProblems(db: Db, workspaceId: string): Promise<ChannelProblem[]> {
  const { rows } = await sql<ChannelProblem>`
    SELECT p.channel, p.reason, p.since, (SELECT count(*)::int FROM message m WHERE m.workspace_id = p.workspace_id AND m.channel = p.channel AND m.state = 'queued') AS waiting
    FROM message_channel_problem p WHERE p.workspace_id = ${workspaceId}`.execute(db);
  return rows;
}
