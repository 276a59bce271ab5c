import { compareIds } from "@throughline/domain";
import { sql } from "kysely";
import type { ProfileRow, Tx } from "./profiles.store.ts";

export type ClaimReason = "seen_together" | "stated_contact" | "verified_contact";
export type ClaimRow = {
  workspaceId: string;
  childId: string;
  claimantId: string;
  reason: ClaimReason;
  atMs: number;
  messageId: string;
  sourceId: string;
};

const hourMs = 3_600_000;
export const hourOf = (atMs: number): number => Math.floor(atMs / hourMs);

/**
 * Writes claims on devices and contacts: of each claimant one row an hour, the earliest, so that the evidence stays small and yet no order of arrival changes it.
 * What too many claim is nobody's, and further claims on it are not kept. Gives back the children whose owner may have changed.
 */
export async function claimProfiles(tx: Tx, stated: readonly ClaimRow[], profiles: ReadonlyMap<string, ProfileRow>): Promise<ProfileRow[]> {
  const claims = stated.filter((claim) => !profiles.get(claim.childId)?.crowded);
  if (claims.length === 0) return [];
  const earliest = new Map<string, ClaimRow>();
  for (const claim of claims) {
    const key = `${claim.childId} ${claim.claimantId} ${claim.reason} ${hourOf(claim.atMs)}`;
    const current = earliest.get(key);
    if (!current || isEarlier(claim, current)) earliest.set(key, claim);
  }
  const rows = [...earliest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, claim]) => claim);
  await sql`
    INSERT INTO identity_claim (workspace_id, child_id, claimant_id, reason, hour, at, message_id, source_id)
    SELECT * FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.childId)}::bigint[], ${rows.map((r) => r.claimantId)}::bigint[], ${rows.map((r) => r.reason)}::text[],
      ${rows.map((r) => hourOf(r.atMs))}::bigint[], ${rows.map((r) => new Date(r.atMs))}::timestamptz[], ${rows.map((r) => r.messageId)}::text[], ${rows.map((r) => r.sourceId)}::uuid[])
    ON CONFLICT (workspace_id, child_id, claimant_id, reason, hour) DO UPDATE
      SET at = excluded.at, message_id = excluded.message_id, source_id = excluded.source_id
      WHERE (excluded.at, excluded.message_id) < (identity_claim.at, identity_claim.message_id)`.execute(tx);
  return changedChildren(tx, rows, profiles);
}

const isEarlier = (a: ClaimRow, b: ClaimRow) => a.atMs < b.atMs || (a.atMs === b.atMs && a.messageId < b.messageId);

/** A child changes hands when it had no claimant, when a second one appears, or (being shared) with any claim. */
async function changedChildren(tx: Tx, claims: readonly ClaimRow[], profiles: ReadonlyMap<string, ProfileRow>): Promise<ProfileRow[]> {
  const changed = new Map<string, ProfileRow>();
  for (const claim of claims) {
    const child = profiles.get(claim.childId);
    if (!child) throw new Error("A claimed profile is created before it is claimed.");
    if (child.claimedBy === null) child.claimedBy = claim.claimantId;
    else if (child.claimedBy !== claim.claimantId) child.shared = true;
    else if (!child.shared) continue;
    changed.set(child.id, child);
  }
  const rows = [...changed.values()].sort((a, b) => compareIds(a.id, b.id));
  if (rows.length > 0)
    await sql`
      UPDATE profile p SET claimed_by = c.claimed_by, shared = c.shared
      FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.claimedBy)}::bigint[], ${rows.map((r) => r.shared)}::boolean[]) AS c(workspace_id, id, claimed_by, shared)
      WHERE p.workspace_id = c.workspace_id AND p.id = c.id`.execute(tx);
  return rows;
}
