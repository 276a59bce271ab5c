import { sql, type RawBuilder } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import type { Tx } from "../identity/index.ts";
import { lookAtAccountsSoon } from "./account-matches.store.ts";

type First = { personId: string; accountId: string };

/** The first account that each of these people joined: it has what they do without naming one, as insights have it. Who joined none is left out. */
export async function firstAccountsOf(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await firsts(workspaceId, sql`f.person_id = ANY(${plainArray(personIds)}::bigint[])`).execute(tx);
  return new Map(rows.map(({ personId, accountId }) => [personId, accountId]));
}

/** The people who joined one of these accounts first, and which. */
export async function whoJoinedFirst(tx: Tx, workspaceId: string, accountIds: readonly string[]): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map();
  const ids = sql`ANY(${plainArray(accountIds)}::bigint[])`;
  const members = sql`
    SELECT p.person_id FROM account_member a JOIN profile p ON p.workspace_id = a.workspace_id AND p.id = a.profile_id WHERE a.workspace_id = ${workspaceId} AND a.account_id = ${ids}`;
  const { rows } = await sql<First>`
    SELECT * FROM (${firsts(workspaceId, sql`f.person_id IN (${members})`)}) j WHERE j."accountId" = ${ids}`.execute(tx);
  return new Map(rows.map(({ personId, accountId }) => [personId, accountId]));
}

const firsts = (workspaceId: string, who: RawBuilder<unknown>): RawBuilder<First> => sql<First>`
  SELECT DISTINCT ON (f.person_id) f.person_id AS "personId", m.account_id AS "accountId"
  FROM profile f JOIN account_member m ON m.workspace_id = f.workspace_id AND m.profile_id = f.id
  WHERE f.workspace_id = ${workspaceId} AND ${who} ORDER BY f.person_id, m.first_seen, m.account_id`;

/** People of these accounts, by what a profile's person is now. */
export async function peopleIn(tx: Tx, workspaceId: string, accountIds: readonly string[]): Promise<string[]> {
  if (accountIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT f.person_id AS id FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId} AND m.account_id = ANY(${plainArray(accountIds)}::bigint[])`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Accounts of these people. */
export async function accountsWith(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<string[]> {
  if (personIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT m.account_id AS id FROM profile f JOIN account_member m ON m.workspace_id = f.workspace_id AND m.profile_id = f.id
    WHERE f.workspace_id = ${workspaceId} AND f.person_id = ANY(${plainArray(personIds)}::bigint[])`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Has the accounts of these people looked at within moments. */
export async function lookAtAccountsOf(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<void> {
  if (personIds.length > 0) await lookAtAccountsSoon(tx, workspaceId, await accountsWith(tx, workspaceId, personIds));
}

/** Who is to be told for each of these accounts: the one of its people who was seen last. */
export async function lastSeenIn(tx: Tx, workspaceId: string, accountIds: readonly string[]): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<{ accountId: string; personId: string }>`
    SELECT DISTINCT ON (m.account_id) m.account_id AS "accountId", f.person_id AS "personId" FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId} AND m.account_id = ANY(${plainArray(accountIds)}::bigint[]) ORDER BY m.account_id, m.last_seen DESC, f.person_id`.execute(
    tx,
  );
  return new Map(rows.map(({ accountId, personId }) => [accountId, personId]));
}

/** How many people of each of these accounts are in these segments of people, by the segments' keys. Members of a live one stand by the person's own id, those that were chosen by any of their profiles. */
export async function countPeopleIn(
  tx: Tx,
  workspaceId: string,
  segments: readonly { key: string; id: string; isLive: boolean }[],
  accountIds: readonly string[],
): Promise<Map<string, Record<string, number>>> {
  const found = new Map<string, Record<string, number>>();
  if (segments.length === 0 || accountIds.length === 0) return found;
  const ids = (isLive: boolean) => plainArray(segments.flatMap((one) => (one.isLive === isLive ? [one.id] : [])));
  const { rows } = await sql<{ accountId: string; segmentId: string; people: number }>`
    WITH person AS MATERIALIZED (
      SELECT DISTINCT m.account_id, f.person_id FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id
      WHERE m.workspace_id = ${workspaceId} AND m.account_id = ANY(${plainArray(accountIds)}::bigint[]))
    SELECT account_id AS "accountId", segment_id AS "segmentId", count(DISTINCT person_id)::int AS people FROM (
      SELECT p.account_id, m.segment_id, p.person_id FROM person p JOIN segment_member m ON m.workspace_id = ${workspaceId} AND m.profile_id = p.person_id AND m.segment_id = ANY(${ids(true)}::uuid[])
      UNION ALL
      SELECT p.account_id, m.segment_id, p.person_id FROM person p JOIN profile f ON f.workspace_id = ${workspaceId} AND f.person_id = p.person_id
        JOIN segment_member m ON m.workspace_id = ${workspaceId} AND m.profile_id = f.id AND m.segment_id = ANY(${ids(false)}::uuid[])) AS inside
    GROUP BY 1, 2`.execute(tx);
  const keys = new Map(segments.map(({ id, key }) => [id, key]));
  for (const { accountId, segmentId, people } of rows)
    found.set(accountId, { ...found.get(accountId), [keys.get(segmentId) as string]: people });
  return found;
}
