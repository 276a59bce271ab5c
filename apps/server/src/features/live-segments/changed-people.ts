import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";

/** Ids of people and accounts of which a transaction changed something. */
export type ChangedStates = { people: readonly string[]; accounts: readonly string[] };

export const nothingChanged: ChangedStates = { people: [], accounts: [] };

/**
 * Of whom this transaction changed something else than what they did, by workspace: traits, contacts, consent, accounts, whose profiles they are. The triggers that feed the mirror of
 * the timeline store tell, so that no writer can forget to.
 */
export async function changedStates(tx: Tx, afterSeq: string): Promise<Map<string, ChangedStates>> {
  const { rows } = await sql<{ workspaceId: string; of: string; id: string }>`
    SELECT DISTINCT workspace_id AS "workspaceId", of, id FROM state_change WHERE seq > ${afterSeq} AND of IN ('person', 'account') AND xmin = pg_current_xact_id()::xid`.execute(
    tx,
  );
  const those = (list: typeof rows, wanted: string) => list.flatMap(({ of, id }) => (of === wanted ? [id] : []));
  return new Map(
    [...Map.groupBy(rows, (row) => row.workspaceId)].map(([id, list]) => [
      id,
      { people: those(list, "person"), accounts: those(list, "account") },
    ]),
  );
}

/** Has people looked at within moments, in a transaction of their own: rows that this one has not locked are not waited for. */
export async function lookSoon(tx: Tx, workspaceId: string, personIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return;
  await sql`INSERT INTO segment_look (workspace_id, person_id) SELECT ${workspaceId}::uuid, unnest(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
}
