import { sql } from "kysely";
import { profileIdOf } from "@throughline/domain";
import type { Tx } from "../identity/index.ts";
import type { PipelineRejection } from "../collect/index.ts";

/** Keeps what could not be used, with its reason, under an id that a second processing of the block does not change; but nothing of people who were deleted. */
export async function applyQuarantine(tx: Tx, rejections: readonly PipelineRejection[]): Promise<void> {
  if (rejections.length === 0) return;
  const profileIds = rejections.map(({ workspaceId, rejected }) => {
    const ids = [
      rejected.userId === null ? null : profileIdOf(workspaceId, "userId", rejected.userId),
      rejected.anonymousId === null ? null : profileIdOf(workspaceId, "anonymousId", rejected.anonymousId),
    ];
    return `{${ids.filter((id) => id !== null).join(",")}}`;
  });
  await sql`
    INSERT INTO quarantine (workspace_id, id, received_at, source_id, code, message, field, event_name, raw, profile_ids)
    SELECT w, i, r, s, c, m, f, e, raw, ids::bigint[] FROM unnest(${rejections.map((r) => r.workspaceId)}::uuid[], ${rejections.map((r) => r.rejected.id)}::uuid[], ${rejections.map((r) => new Date(r.receivedAt))}::timestamptz[],
      ${rejections.map((r) => r.sourceId)}::uuid[], ${rejections.map((r) => r.rejected.code)}::text[], ${rejections.map((r) => r.rejected.message)}::text[], ${rejections.map((r) => r.rejected.field)}::text[],
      ${rejections.map((r) => r.rejected.eventName)}::text[], ${rejections.map((r) => r.rejected.raw)}::text[], ${profileIds}::text[]) AS q(w, i, r, s, c, m, f, e, raw, ids)
    WHERE NOT EXISTS (SELECT FROM suppression p WHERE p.workspace_id = w AND p.profile_id = ANY(ids::bigint[]) AND extract(epoch FROM r) * 1000 BETWEEN p.from_ms AND p.until_ms)
    ON CONFLICT DO NOTHING`.execute(tx);
}
