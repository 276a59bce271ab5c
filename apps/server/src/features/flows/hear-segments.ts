import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { SegmentListener } from "../live-segments/index.ts";

/**
 * Leaves word of who came into or left a segment that some flow listens to, in the transaction that changed it: for those outside of batches (time, consent, merges). The timer takes it from there; a batch
 * goes on with its own changes at once.
 */
export const createFlowSegmentListener = (): SegmentListener => async (tx, workspaceId, changes, nowMs) => {
  if (changes.length === 0) return;
  await sql`
    INSERT INTO flow_signal (workspace_id, kind, of_id, key, details, at)
    SELECT ${workspaceId}::uuid, 'segment', c.person_id, c.key, jsonb_build_object('entered', c.entered), ${new Date(nowMs)}
    FROM unnest(${plainArray(changes.map(({ personId }) => personId))}::bigint[], ${changes.map(({ key }) => key)}::text[], ${plainArray(changes.map(({ entered }) => entered))}::boolean[]) AS c(person_id, key, entered)
    WHERE EXISTS (SELECT FROM flow_hears h WHERE h.workspace_id = ${workspaceId} AND h.segment_key = c.key)`.execute(tx);
};
