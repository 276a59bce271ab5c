import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import type { LiveDefinitions } from "./definitions.ts";

/** Where the queue of changes of state was; what this transaction adds comes after it. */
export async function changesSoFar(tx: Tx): Promise<string> {
  const { rows } = await sql<{ seq: string }>`SELECT last_value AS seq FROM state_change_seq_seq`.execute(tx);
  return rows[0]?.seq ?? "0";
}

/**
 * People of whom this transaction changed something else than what they did: traits, contacts, consent, accounts, whose profiles they are. The triggers that feed the mirror
 * of the timeline store tell, so that no writer can forget to. `members` are those of accounts that changed, as far as segments ask for accounts.
 */
export async function changedPeople(
  tx: Tx,
  workspaceId: string,
  { reads }: LiveDefinitions,
  afterSeq: string,
): Promise<{ people: string[]; members: string[] }> {
  const { rows } = await sql<{ of: string; id: string }>`
    SELECT DISTINCT of, id FROM state_change WHERE workspace_id = ${workspaceId} AND seq > ${afterSeq} AND of IN ('person', 'account') AND xmin = pg_current_xact_id()::xid`.execute(
    tx,
  );
  const people = rows.flatMap(({ of, id }) => (of === "person" ? [id] : []));
  const accounts = reads.accounts ? rows.flatMap(({ of, id }) => (of === "account" ? [id] : [])) : [];
  if (accounts.length === 0) return { people, members: [] };
  const { rows: members } = await sql<{ id: string }>`
    SELECT DISTINCT f.person_id AS id FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId} AND m.account_id = ANY(${accounts}::bigint[])`.execute(tx);
  return { people, members: members.map(({ id }) => id) };
}

/** Has people looked at within moments, in a transaction of their own: rows that this one has not locked are not waited for. */
export async function lookSoon(tx: Tx, workspaceId: string, personIds: Iterable<string>): Promise<void> {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return;
  await sql`INSERT INTO segment_look (workspace_id, person_id) SELECT ${workspaceId}::uuid, unnest(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
}
