import { accountIdOf, type AccountSummary } from "@throughline/contract";
import { traitValues, type Traits } from "@throughline/domain";
import { sql, type Kysely } from "kysely";
import { containing } from "../../platform/postgres/containing.ts";
import type { Database } from "../../platform/postgres/database.ts";

export type Db = Kysely<Database>;
type AccountRow = { id: string; key: string; name: string | null; people: number; firstSeen: Date; lastSeen: Date; traits: Traits };
const columns = sql`id, key, name, people, first_seen AS "firstSeen", last_seen AS "lastSeen", traits`;

export const toAccount = (row: AccountRow): AccountSummary => ({
  id: accountIdOf(row.id),
  key: row.key,
  name: row.name,
  people: row.people,
  firstSeen: row.firstSeen.toISOString(),
  lastSeen: row.lastSeen.toISOString(),
  traits: traitValues(row.traits),
});

const sorts = {
  lastSeen: { column: sql`last_seen`, type: sql`timestamptz` },
  firstSeen: { column: sql`first_seen`, type: sql`timestamptz` },
  name: { column: sql`lower(coalesce(name, key))`, type: sql`text` },
  people: { column: sql`people`, type: sql`int` },
};
export type AccountSort = keyof typeof sorts;
export type AccountQuery = {
  search?: string | undefined;
  sort: AccountSort;
  descending: boolean;
  /** Where the page before ended: the value that it is sorted by, as text, and the id. */
  after: [value: string, id: string] | null;
  limit: number;
};

/** The accounts behind `after`, one more than the limit where there are more, and how many match in all. */
export async function listAccounts(
  db: Db,
  workspaceId: string,
  query: AccountQuery,
): Promise<{ rows: (AccountRow & { place: string })[]; total: number }> {
  const { column, type } = sorts[query.sort];
  const direction = query.descending ? sql`DESC` : sql`ASC`;
  const pattern = containing((query.search ?? "").trim());
  const where = sql`workspace_id = ${workspaceId} ${query.search ? sql`AND (name ILIKE ${pattern} OR key ILIKE ${pattern})` : sql``}`;
  const beyond = query.after
    ? sql`AND (${column}, id) ${query.descending ? sql`<` : sql`>`} (${query.after[0]}::${type}, ${query.after[1]}::bigint)`
    : sql``;
  const { rows } = await sql<AccountRow & { place: string }>`
    SELECT ${columns}, (${column})::text AS place FROM account WHERE ${where} ${beyond} ORDER BY ${column} ${direction}, id ${direction} LIMIT ${query.limit + 1}`.execute(
    db,
  );
  const { rows: counted } = await sql<{ total: string }>`SELECT count(*) AS total FROM account WHERE ${where}`.execute(db);
  return { rows, total: Number(counted[0]?.total ?? 0) };
}

export async function findAccount(db: Db, workspaceId: string, id: string): Promise<AccountSummary | null> {
  const { rows } = await sql<AccountRow>`SELECT ${columns} FROM account WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(db);
  return rows[0] ? toAccount(rows[0]) : null;
}

/** Roles of people in an account, by person id. */
export async function rolesIn(
  db: Db,
  workspaceId: string,
  accountId: string,
  personIds: readonly string[],
): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ personId: string; role: string | null }>`
    SELECT p.person_id AS "personId", (array_agg(m.role ORDER BY m.role_at DESC NULLS LAST))[1] AS role FROM account_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId} AND m.account_id = ${accountId} AND p.person_id = ANY(${personIds}::bigint[]) GROUP BY p.person_id`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.personId, row.role]));
}
