import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Identifier, PipelineEvent } from "../collect/index.ts";
import { claimsOf, previousIdentifiers } from "./claims-of-event.ts";
import type { Tx } from "./profiles.store.ts";

/** The advisory lock between batches (shared) and deletions of people (alone). */
export const suppressionLock = 7_310_001;

/** The end of a stretch of time that has none. */
export const endOfTimeMs = "9223372036854775807";

/** Whether an identifier was deleted, at the time of the event that names it. */
export type IsSuppressed = (event: PipelineEvent, identifier: Identifier) => boolean;

/**
 * Events of deleted people stay out: those under a deleted identifier, and those of a visitor who proved to be behind a deleted contact.
 * A deleted device beside a user who was not deleted is only forgotten; so are deleted contacts and former ids (`isSuppressed`).
 */
export async function dropSuppressed(
  tx: Tx,
  events: readonly PipelineEvent[],
): Promise<{ kept: PipelineEvent[]; suppressed: PipelineEvent[]; isSuppressed: IsSuppressed }> {
  // A deletion takes this lock alone: it waits for the batches under way, and later ones see what it suppressed.
  await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
  const isSuppressed = await readSuppressed(tx, [...new Set(events.flatMap((event) => identifiersOf(event).map(({ id }) => id)))]);
  if (isSuppressed === nobodyIs) return { kept: [...events], suppressed: [], isSuppressed };
  const isGone = (event: PipelineEvent) =>
    isSuppressed(event, event.profile) ||
    claimsOf(event).some(({ child, claimant }) => child.id === event.profile.id && isSuppressed(event, claimant));
  const suppressed = events.filter(isGone);
  const kept = events
    .filter((event) => !isGone(event))
    .map((event) => (event.device && isSuppressed(event, event.device) ? { ...event, device: null } : event));
  await countDropped(tx, suppressed);
  return { kept, suppressed, isSuppressed };
}

const identifiersOf = (event: PipelineEvent): Identifier[] => [
  event.profile,
  ...(event.device ? [event.device] : []),
  ...claimsOf(event).flatMap(({ child, claimant }) => [child, claimant]),
  ...previousIdentifiers(event),
];

const nobodyIs: IsSuppressed = () => false;

async function readSuppressed(tx: Tx, ids: readonly string[]): Promise<IsSuppressed> {
  const { rows } = await sql<{ workspaceId: string; profileId: string; fromMs: string; untilMs: string }>`
    SELECT workspace_id AS "workspaceId", profile_id AS "profileId", from_ms AS "fromMs", until_ms AS "untilMs" FROM suppression WHERE profile_id = ANY(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
  if (rows.length === 0) return nobodyIs;
  const gone = Map.groupBy(rows, (row) => `${row.workspaceId} ${row.profileId}`);
  return (event, { id }) =>
    gone
      .get(`${event.workspaceId} ${id}`)
      ?.some(({ fromMs, untilMs }) => Number(fromMs) <= event.message.at && event.message.at < Number(untilMs)) ?? false;
}

async function countDropped(tx: Tx, suppressed: readonly PipelineEvent[]): Promise<void> {
  const counts = Map.groupBy(suppressed, (event) => `${event.workspaceId} ${event.profile.id}`);
  for (const [key, list] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [workspaceId, profileId] = key.split(" ");
    await sql`UPDATE suppression SET dropped = dropped + ${list.length} WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId}`.execute(
      tx,
    );
  }
}
