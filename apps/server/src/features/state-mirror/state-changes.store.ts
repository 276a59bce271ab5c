import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";

/** A person, an account, or a member of a segment (by profile), of whom something changed. */
export type StateChange = { seq: string; workspaceId: string; of: "person" | "account" | "member"; id: string; segmentId: string | null };

/** The advisory lock of whoever carries changes over; a deletion waits for it, so that nothing read before is written after. */
export const mirrorLock = 7_310_030;

/** The oldest changes, each once. */
export async function oldestChanges(tx: Tx, limit: number): Promise<StateChange[]> {
  const { rows } =
    await sql<StateChange>`SELECT seq, workspace_id AS "workspaceId", of, id, segment_id AS "segmentId" FROM state_change ORDER BY seq LIMIT ${limit}`.execute(
      tx,
    );
  return rows;
}

export async function forgetChanges(tx: Tx, changes: readonly StateChange[]): Promise<void> {
  await sql`DELETE FROM state_change WHERE seq = ANY(${plainArray(changes.map(({ seq }) => seq))}::bigint[])`.execute(tx);
}

/**
 * The version of the rows that are read after this call. Whoever takes a later one reads later too, and every change is looked at after it was committed, so that the
 * highest version always holds the latest state.
 */
export async function nextVersion(tx: Tx): Promise<string> {
  const { rows } = await sql<{ version: string }>`SELECT nextval('state_version') AS version`.execute(tx);
  return (rows[0] as { version: string }).version;
}
