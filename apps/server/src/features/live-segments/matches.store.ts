import { compareIds, noMatches, retainMatches, uniteMatches, type Matches } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import type { LiveCondition } from "./definitions.ts";

/** New matches of one profile and one condition. */
export type FoundMatches = { profileId: string; condition: Pick<LiveCondition, "id" | "needs">; matches: Matches };
export type MatchRow = { profileId: string; conditionId: string; at: string[]; ids: string[] };

export const toMatches = ({ at, ids }: Pick<MatchRow, "at" | "ids">): Matches => ({ at: at.map(Number), ids });

/**
 * Adds matches to those that are remembered and leaves out what cannot matter any more. The profiles are locked by this transaction; who is not there any more is left out.
 * Says which profiles now remember something else.
 */
export async function addMatches(tx: Tx, workspaceId: string, found: readonly FoundMatches[], nowMs: number): Promise<void> {
  if (found.length === 0) return;
  const keyOf = (profileId: string, conditionId: string) => `${profileId} ${conditionId}`;
  const profileIds = [...new Set(found.map(({ profileId }) => profileId))];
  const { rows: profiles } = await sql<{ id: string; kind: string }>`
    SELECT id, kind FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(profileIds)}::bigint[])`.execute(tx);
  const kinds = new Map(profiles.map(({ id, kind }) => [id, kind]));
  const { rows } = await sql<MatchRow>`
    SELECT profile_id AS "profileId", condition_id AS "conditionId", at, ids FROM segment_match WHERE workspace_id = ${workspaceId}
      AND (profile_id, condition_id) IN (SELECT * FROM unnest(${plainArray(found.map(({ profileId }) => profileId))}::bigint[], ${plainArray(found.map(({ condition }) => condition.id))}::bigint[]))`.execute(
    tx,
  );
  const known = new Map(rows.map((row) => [keyOf(row.profileId, row.conditionId), toMatches(row)]));
  const changed = found.flatMap(({ profileId, condition, matches }) => {
    const kind = kinds.get(profileId);
    if (kind === undefined) return [];
    const before = known.get(keyOf(profileId, condition.id)) ?? noMatches;
    const united = uniteMatches(before, matches);
    const kept = retainMatches(united, condition.needs, { isWhole: kind === "userId", nowMs });
    const isSame = kept.at.length === before.at.length && kept.ids.every((id, index) => id === before.ids[index]);
    return isSame ? [] : [{ profileId, conditionId: condition.id, ...kept }];
  });
  await saveMatches(tx, workspaceId, changed);
}

async function saveMatches(
  tx: Tx,
  workspaceId: string,
  rows: readonly ({ profileId: string; conditionId: string } & Matches)[],
): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((a, b) => compareIds(a.profileId, b.profileId) || compareIds(a.conditionId, b.conditionId));
  await sql`
    INSERT INTO segment_match (workspace_id, profile_id, condition_id, at, ids)
    SELECT ${workspaceId}::uuid, profile, condition, at::bigint[], ids::bigint[]
    FROM unnest(${plainArray(sorted.map((r) => r.profileId))}::bigint[], ${plainArray(sorted.map((r) => r.conditionId))}::bigint[], ${sorted.map((r) => plainArray(r.at))}::text[], ${sorted.map((r) => plainArray(r.ids))}::text[])
      AS m(profile, condition, at, ids)
    ON CONFLICT (workspace_id, profile_id, condition_id) DO UPDATE SET at = excluded.at, ids = excluded.ids`.execute(tx);
}

/** Takes what was done in a stretch of a profile's time out of what is remembered of it; `untilMs` is excluded. */
export async function forgetMatches(
  tx: Tx,
  workspaceId: string,
  stretches: readonly { profileId: string; fromMs: number; untilMs: number }[],
): Promise<void> {
  for (const { profileId, fromMs, untilMs } of stretches) {
    const { rows } = await sql<MatchRow>`
      SELECT profile_id AS "profileId", condition_id AS "conditionId", at, ids FROM segment_match WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId} FOR UPDATE`.execute(
      tx,
    );
    const left = rows.map((row) => {
      const matches = toMatches(row);
      const stays = (_: unknown, index: number) => (matches.at[index] as number) < fromMs || (matches.at[index] as number) >= untilMs;
      return { ...row, at: matches.at.filter(stays), ids: matches.ids.filter(stays) };
    });
    await saveMatches(tx, workspaceId, left);
  }
}
