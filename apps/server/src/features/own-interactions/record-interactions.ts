import type { Actor, Channel } from "@throughline/contract";
import type { JsonObject } from "@throughline/domain";
import { sql, type Transaction } from "kysely";
import type { Database } from "../../platform/postgres/database.ts";

/** The source of what we did ourselves. It has no write key: nobody else sends under it. */
export const ownSourceId = "00000000-0000-4000-8000-000000000001";

/** Something that we did to or for a person. */
export type OwnInteraction = {
  workspaceId: string;
  /** Says in the workspace what happened, once and for all, such as `task 0198… done 2`: the same key is the same interaction. At most 200 characters. */
  key: string;
  /** One of the person's profiles (as an event carries it) or the person's id, as decimal text. A profile keeps it through merges and un-merges. */
  profileId: string;
  /** The account that it was about. */
  accountKey?: string | null;
  /** As on the timeline, such as `Task Done`. */
  name: string;
  /** When it happened, ms since 1970. */
  at: number;
  /** A member of the workspace is an `agent`; a `customer` did it with something of ours, such as a message. */
  actor: Actor;
  /** Where it reached the customer; `server` when it did not. */
  channel?: Channel;
  properties: JsonObject;
};

/**
 * Puts interactions on their way to the timeline, exactly once. Call it in the transaction that does what they tell of: they exist if it commits, and not otherwise.
 * A loop (`createOwnInteractionsSender`) sends them into the log within some 20 ms of the commit, with message ids derived from their keys, so that a repeated
 * call (under a key that is still on its way, or was sent within the last eight days) and a crash between log and table change nothing. From there they take the
 * path of every other event: segments, flows and the live tail see them. Of somebody who was deleted meanwhile nothing is sent.
 *
 *     await db.transaction().execute(async (tx) => {
 *       await tx.updateTable("task")…
 *       await recordOwnInteractions(tx, [{ workspaceId, key: `task ${id} done 1`, profileId: personId, name: "Task Done", at: now, actor: "agent", properties: { taskId: id } }]);
 *     });
 */
export async function recordOwnInteractions(tx: Transaction<Database>, interactions: readonly OwnInteraction[]): Promise<void> {
  if (interactions.length === 0) return;
  // One text for all: the driver would escape each of thousands of elements by itself.
  const rows = interactions.map(({ workspaceId, key, profileId, accountKey, name, at, actor, channel, properties }) => ({
    workspace_id: workspaceId,
    key,
    profile_id: profileId,
    account_key: accountKey ?? null,
    name,
    at: new Date(at).toISOString(),
    actor,
    channel: channel ?? "server",
    properties,
  }));
  await sql`
    WITH told AS (INSERT INTO own_interaction (workspace_id, key, profile_id, account_key, name, at, actor, channel, properties)
    SELECT * FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS r(workspace_id uuid, key text, profile_id bigint, account_key text, name text, at timestamptz, actor text, channel text, properties jsonb)
    ON CONFLICT (workspace_id, key) DO NOTHING)
    SELECT pg_notify('throughline_own', '')`.execute(tx);
}

/** What was on its way about somebody who is being deleted. */
export async function forgetOwnInteractions(tx: Transaction<Database>, workspaceId: string, profileIds: readonly string[]): Promise<void> {
  await sql`DELETE FROM own_interaction WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${profileIds}::bigint[])`.execute(tx);
}
