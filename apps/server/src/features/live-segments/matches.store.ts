import { compareIds, noMatches, retainMatches, uniteMatches, type Matches } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import type { LiveCondition } from "./definitions.ts";
import { nothingPacked, packedConditions, repack, unpackMatches, type PackedMatches } from "./packed-matches.ts";

/** New matches of one profile and one condition. */
export type FoundMatches = { profileId: string; condition: Pick<LiveCondition, "id" | "needs">; matches: Matches };
/** What is remembered of profiles; of one that is not there nothing was asked. */
export type Memory = Map<string, PackedMatches>;

/** What is remembered of these profiles. */
export async function readMemory(tx: Tx, workspaceId: string, profileIds: readonly string[]): Promise<Memory> {
  const memory: Memory = new Map(profileIds.map((id) => [id, nothingPacked]));
  if (profileIds.length === 0) return memory;
  const { rows } = await sql<{ profileId: string; matches: Buffer }>`
    SELECT profile_id AS "profileId", matches FROM segment_match WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${plainArray(profileIds)}::bigint[])`.execute(
    tx,
  );
  for (const { profileId, matches } of rows) memory.set(profileId, matches);
  return memory;
}

/**
 * Adds matches to those that are remembered and leaves out what cannot matter any more, nor belongs to one of the `conditions` that there still are. The profiles are locked by this
 * transaction, and there; `isWhole` says whether one belongs to one person at all times. Gives what is remembered of them now.
 */
export async function addMatches(
  tx: Tx,
  workspaceId: string,
  found: readonly FoundMatches[],
  { conditions, isWhole, nowMs }: { conditions: ReadonlySet<number>; isWhole: (profileId: string) => boolean; nowMs: number },
): Promise<Memory> {
  const byProfile = Map.groupBy(found, ({ profileId }) => profileId);
  const memory = await readMemory(tx, workspaceId, [...byProfile.keys()]);
  const changedRows: [string, PackedMatches][] = [];
  for (const [profileId, list] of byProfile) {
    const before = memory.get(profileId) ?? nothingPacked;
    const changed = new Map<number, Matches>();
    for (const { condition, matches } of list) {
      const known = changed.get(condition.id) ?? unpackMatches(before, condition.id) ?? noMatches;
      const kept = retainMatches(uniteMatches(known, matches), condition.needs, { isWhole: isWhole(profileId), nowMs });
      const isSame = kept.at.length === known.at.length && kept.ids.every((id, index) => id === known.ids[index]);
      if (!isSame) changed.set(condition.id, kept);
    }
    if (changed.size === 0) continue;
    const packed = repack(before, changed, (condition) => conditions.has(condition));
    memory.set(profileId, packed);
    changedRows.push([profileId, packed]);
  }
  await saveMemory(tx, workspaceId, changedRows);
  return memory;
}

async function saveMemory(tx: Tx, workspaceId: string, rows: readonly [profileId: string, packed: PackedMatches][]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort(([a], [b]) => compareIds(a, b));
  // One value for all, cut up there: thousands of values would each be written as text.
  const ends: number[] = [];
  for (const [, bytes] of sorted) ends.push((ends.at(-1) ?? 0) + bytes.length);
  const lengths = sorted.map(([, bytes]) => bytes.length);
  const all = Buffer.concat(sorted.map(([, bytes]) => bytes));
  await sql`
    INSERT INTO segment_match (workspace_id, profile_id, matches)
    SELECT ${workspaceId}::uuid, profile, substring(${all}::bytea FROM ends - length + 1 FOR length)
    FROM unnest(${plainArray(sorted.map(([id]) => id))}::bigint[], ${plainArray(ends)}::int[], ${plainArray(lengths)}::int[]) AS m(profile, ends, length)
    ON CONFLICT (workspace_id, profile_id) DO UPDATE SET matches = excluded.matches`.execute(tx);
}

/** Takes what was done in a stretch of a profile's time out of what is remembered of it; `untilMs` is excluded. */
export async function forgetMatches(
  tx: Tx,
  workspaceId: string,
  stretches: readonly { profileId: string; fromMs: number; untilMs: number }[],
): Promise<void> {
  for (const { profileId, fromMs, untilMs } of stretches) {
    await sql`SELECT FROM segment_match WHERE workspace_id = ${workspaceId} AND profile_id = ${profileId} FOR UPDATE`.execute(tx);
    const packed = (await readMemory(tx, workspaceId, [profileId])).get(profileId) ?? nothingPacked;
    const left = new Map<number, Matches>();
    for (const condition of packedConditions(packed)) {
      const { at, ids } = unpackMatches(packed, condition) ?? noMatches;
      const stays = (_: unknown, index: number) => (at[index] as number) < fromMs || (at[index] as number) >= untilMs;
      left.set(condition, { at: at.filter(stays), ids: ids.filter(stays) });
    }
    if (packed.length > 0) await saveMemory(tx, workspaceId, [[profileId, repack(packed, left, () => true)]]);
  }
}
