import { sql } from "kysely";
import { suppressionLock, type Tx } from "../identity/index.ts";
import type { PipelineEvent } from "../collect/index.ts";

/** Events of deleted people stay out; a deleted device beside a user who was not deleted is only forgotten. */
export async function dropSuppressed(tx: Tx, events: readonly PipelineEvent[]): Promise<{ kept: PipelineEvent[]; suppressed: PipelineEvent[] }> {
  const ids = [...new Set(events.flatMap((event) => (event.device ? [event.profile.id, event.device.id] : [event.profile.id])))];
  // A deletion takes this lock alone: it waits for the batches under way, and later ones see what it suppressed.
  await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
  const { rows } = await sql<{ workspaceId: string; profileId: string }>`
    SELECT workspace_id AS "workspaceId", profile_id AS "profileId" FROM suppression WHERE profile_id = ANY(${ids}::bigint[])`.execute(tx);
  if (rows.length === 0) return { kept: [...events], suppressed: [] };
  const gone = new Set(rows.map((row) => `${row.workspaceId} ${row.profileId}`));
  const isGone = (event: PipelineEvent, id: string) => gone.has(`${event.workspaceId} ${id}`);
  const suppressed = events.filter((event) => isGone(event, event.profile.id));
  const kept = events
    .filter((event) => !isGone(event, event.profile.id))
    .map((event) => (event.device && isGone(event, event.device.id) ? { ...event, device: null } : event));
  const counts = Map.groupBy(suppressed, (event) => `${event.workspaceId} ${event.profile.id}`);
  for (const [key, list] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [workspaceId, profileId] = key.split(" ");
    await sql`UPDATE suppression SET dropped = dropped + ${list.length} WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId}`.execute(tx);
  }
  return { kept, suppressed };
}
