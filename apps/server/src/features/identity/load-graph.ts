import { sql } from "kysely";
import type { Claim, IdentityProfile, MergeLink, ProfileKind } from "@throughline/domain";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { ProfileKey, Tx } from "./profiles.store.ts";
import type { ClaimReason } from "./claim-profiles.ts";

export type LoadedGraph = {
  profiles: (IdentityProfile & { personId: string; split: boolean; crowded: boolean })[];
  /** The profiles whose owner is to be computed anew; the others only stand above them. */
  inside: ReadonlySet<string>;
  claims: Map<string, Claim[]>;
  merges: MergeLink[];
  /** Children that so many claim that they are nobody's. */
  crowded: ReadonlySet<string>;
  /** Children that more than one user claims, with the moment when the second did. */
  conflicts: { childId: string; claimants: string[]; at: number }[];
};
type ClaimLine = { childId: string; claimantId: string; reason: ClaimReason; at: Date; messageId: string };

/**
 * The part of a workspace's identity graph that a change at some profiles can reach: what they claim, what is merged with them, and so on downwards.
 * Claimants above it stand for themselves: their own person does not change.
 */
export async function loadGraph(tx: Tx, workspaceId: string, seeds: readonly string[]): Promise<LoadedGraph> {
  const inside = new Set<string>();
  const merges = new Map<string, MergeLink>();
  let frontier = [...new Set(seeds)];
  while (frontier.length > 0) {
    for (const id of frontier) inside.add(id);
    const next = new Set<string>(await childrenOf(tx, workspaceId, frontier));
    for (const row of await mergesAround(tx, workspaceId, frontier)) {
      merges.set(`${row.from} ${row.into}`, row);
      next.add(row.from).add(row.into);
    }
    frontier = [...next].filter((id) => !inside.has(id));
  }
  const lines = await claimsOn(tx, workspaceId, [...inside]);
  const above = new Set(lines.map((line) => line.claimantId).filter((id) => !inside.has(id)));
  // A contact above may itself have had several owners over time.
  const linesAbove = await claimsOn(tx, workspaceId, [...above]);
  for (const line of linesAbove) if (!inside.has(line.claimantId)) above.add(line.claimantId);
  const profiles = await profilesOf(tx, workspaceId, [...inside, ...above]);
  const hasClaims = new Set(linesAbove.map((line) => line.childId));
  for (const { id, personId } of profiles)
    if (above.has(id) && id !== personId && !hasClaims.has(id)) merges.set(`${id} ${personId}`, { from: id, into: personId });
  return { profiles, inside, merges: [...merges.values()], ...strongestClaims([...lines, ...linesAbove]) };
}

/**
 * The profiles that a change at these can reach, themselves included, as {@link loadGraph} walks. It is asked before anything is locked, so that all of it is locked in one order: who held some and
 * then found others could wait in a circle with who holds those. What comes into reach between is locked when it is found.
 */
export async function withinReach(tx: Tx, seeds: readonly ProfileKey[]): Promise<ProfileKey[]> {
  if (seeds.length === 0) return [];
  const { rows } = await sql<ProfileKey>`
    WITH RECURSIVE reached (workspace_id, id) AS (
      SELECT * FROM unnest(${plainArray(seeds.map(({ workspaceId }) => workspaceId))}::uuid[], ${plainArray(seeds.map(({ id }) => id))}::bigint[])
      UNION
      SELECT r.workspace_id, next.id FROM reached r, LATERAL (
        SELECT child_id AS id FROM identity_claim WHERE workspace_id = r.workspace_id AND claimant_id = r.id
        UNION ALL SELECT from_id FROM identity_merge WHERE workspace_id = r.workspace_id AND into_id = r.id AND retracted_at IS NULL
        UNION ALL SELECT into_id FROM identity_merge WHERE workspace_id = r.workspace_id AND from_id = r.id AND retracted_at IS NULL) AS next)
    SELECT workspace_id AS "workspaceId", id FROM reached`.execute(tx);
  return rows;
}

async function profilesOf(tx: Tx, workspaceId: string, ids: string[]): Promise<LoadedGraph["profiles"]> {
  const { rows } = await sql<IdentityProfile & { kind: ProfileKind; personId: string; split: boolean; crowded: boolean }>`
    SELECT id, kind, person_id AS "personId", split, crowded FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  return rows;
}

async function childrenOf(tx: Tx, workspaceId: string, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT child_id AS id FROM identity_claim WHERE workspace_id = ${workspaceId} AND claimant_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

async function claimsOn(tx: Tx, workspaceId: string, ids: string[]): Promise<ClaimLine[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<ClaimLine>`
    SELECT child_id AS "childId", claimant_id AS "claimantId", reason, at, message_id AS "messageId" FROM identity_claim WHERE workspace_id = ${workspaceId} AND child_id = ANY(${ids}::bigint[])`.execute(
    tx,
  );
  return rows;
}

async function mergesAround(tx: Tx, workspaceId: string, ids: string[]): Promise<MergeLink[]> {
  const { rows } = await sql<MergeLink>`
    SELECT DISTINCT from_id AS "from", into_id AS "into" FROM identity_merge
    WHERE workspace_id = ${workspaceId} AND retracted_at IS NULL AND (from_id = ANY(${ids}::bigint[]) OR into_id = ANY(${ids}::bigint[]))`.execute(
    tx,
  );
  return rows;
}

const strength: Record<ClaimReason, number> = { seen_together: 3, verified_contact: 2, stated_contact: 1 };

/**
 * With more users than this, a device is no device of people but a terminal, or what a faulty integration sends for "no id"; and a contact is a mailbox of many.
 * Following each of them would cost more with every user, and would be wrong.
 */
export const mostClaimants = 50;

/** Only the strongest kind of evidence decides about a child: a user on a device over a contact, a verified contact over a stated one. */
function strongestClaims(lines: readonly ClaimLine[]): Pick<LoadedGraph, "claims" | "crowded" | "conflicts"> {
  const byChild = new Map<string, ClaimLine[]>();
  for (const line of lines) {
    const list = byChild.get(line.childId);
    if (list) list.push(line);
    else byChild.set(line.childId, [line]);
  }
  const claims = new Map<string, Claim[]>();
  const crowded = new Set<string>();
  const conflicts: LoadedGraph["conflicts"] = [];
  for (const [childId, list] of byChild) {
    const best = Math.max(...list.map((line) => strength[line.reason]));
    const strongest = list.filter((line) => strength[line.reason] === best);
    // Claimants of every kind count, so that the order of arrival decides nothing.
    if (new Set(list.map((line) => line.claimantId)).size > mostClaimants) crowded.add(childId);
    else
      claims.set(
        childId,
        strongest.map((line) => ({ claimant: line.claimantId, at: line.at.getTime(), messageId: line.messageId })),
      );
    const first = new Map<string, number>();
    for (const line of strongest) first.set(line.claimantId, Math.min(first.get(line.claimantId) ?? Infinity, line.at.getTime()));
    if (first.size > 1)
      conflicts.push({ childId, claimants: [...first.keys()].sort(), at: [...first.values()].sort((a, b) => a - b)[1] as number });
  }
  return { claims, crowded, conflicts };
}
