import { compareIds } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import { asOneValue, uniteMemory, type FoundMatches, type Memory, type Retaining } from "./memory.ts";
import { nothingPacked, type PackedMatches } from "./packed-matches.ts";

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
 * Adds matches to those that are remembered and leaves out what cannot matter any more, nor belongs to one of the conditions that there still are. The profiles are locked by this
 * transaction, and there. Gives what is remembered of them now.
 */
export async function addMatches(tx: Tx, workspaceId: string, found: readonly FoundMatches[], retaining: Retaining): Promise<Memory> {
  const memory = await readMemory(tx, workspaceId, [...new Set(found.map(({ key }) => key))]);
  await saveMemory(tx, workspaceId, uniteMemory(memory, found, retaining));
  return memory;
}

export async function saveMemory(tx: Tx, workspaceId: string, rows: readonly [profileId: string, packed: PackedMatches][]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort(([a], [b]) => compareIds(a, b));
  const { all, ends, lengths } = asOneValue(sorted.map(([, bytes]) => bytes));
  await sql`
    INSERT INTO segment_match (workspace_id, profile_id, matches)
    SELECT ${workspaceId}::uuid, profile, substring(${all}::bytea FROM ends - length + 1 FOR length)
    FROM unnest(${plainArray(sorted.map(([id]) => id))}::bigint[], ${plainArray(ends)}::int[], ${plainArray(lengths)}::int[]) AS m(profile, ends, length)
    ON CONFLICT (workspace_id, profile_id) DO UPDATE SET matches = excluded.matches`.execute(tx);
}
