import { accountIdOf, personIdOf, type PersonSummary } from "@throughline/contract";
import { sql, type Kysely, type RawBuilder } from "kysely";
import { normaliseIdentifier, profileIdOf, profileKinds, type ProfileKind } from "@throughline/domain";
import type { Database } from "../../platform/postgres/database.ts";
import type { OwnedStretch } from "../timeline/index.ts";

export type Db = Kysely<Database>;
type SummaryRow = {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  known: boolean;
  firstSeen: Date;
  lastSeen: Date;
  interactions: string;
  accountId: string | null;
  accountKey: string | null;
  accountName: string | null;
};

const summaryColumns = sql`
  p.id, p.name, p.email, p.phone, p.known, p.first_seen AS "firstSeen", p.last_seen AS "lastSeen", p.interactions,
  a.id AS "accountId", a.key AS "accountKey", a.name AS "accountName"`;
const withAccount = sql`LEFT JOIN account a ON a.workspace_id = p.workspace_id AND a.id = p.account_id`;

export function toSummary(row: SummaryRow): PersonSummary {
  return {
    id: personIdOf(row.id),
    name: row.name,
    email: row.email,
    phone: row.phone,
    known: row.known,
    firstSeen: row.firstSeen.toISOString(),
    lastSeen: row.lastSeen.toISOString(),
    interactions: Number(row.interactions),
    account: row.accountId === null ? null : { id: accountIdOf(row.accountId), key: row.accountKey ?? "", name: row.accountName },
  };
}

/** The columns that a list can be sorted by; nulls (no name) come last either way. */
export const sortColumns = {
  lastSeen: { column: sql`p.last_seen`, type: sql`timestamptz`, of: (row: SummaryRow) => row.lastSeen.toISOString() },
  firstSeen: { column: sql`p.first_seen`, type: sql`timestamptz`, of: (row: SummaryRow) => row.firstSeen.toISOString() },
  name: { column: sql`coalesce(p.name, '')`, type: sql`text`, of: (row: SummaryRow) => row.name ?? "" },
  interactions: { column: sql`p.interactions`, type: sql`bigint`, of: (row: SummaryRow) => row.interactions },
} satisfies Record<string, { column: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: SummaryRow) => string }>;
export type PeopleSort = keyof typeof sortColumns;

export type PeopleQuery = {
  search?: string | undefined;
  known?: boolean | undefined;
  accountId?: string | undefined;
  sort: PeopleSort;
  descending: boolean;
  after: [string, string] | null;
  limit: number;
};

function whereOf(workspaceId: string, query: Pick<PeopleQuery, "search" | "known" | "accountId">): RawBuilder<unknown> {
  const conditions = [sql`p.workspace_id = ${workspaceId}`];
  const search = query.search?.trim().toLowerCase();
  if (search) {
    const pattern = `%${search.replaceAll(/[\\%_]/g, (char) => `\\${char}`)}%`;
    // An identifier that is not part of the searchable text (a device) is found whole.
    const ids = profileKinds.map((kind) => profileIdOf(workspaceId, kind, query.search?.trim() ?? ""));
    conditions.push(
      sql`(p.search LIKE ${pattern} OR p.id IN (SELECT person_id FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[])))`,
    );
  }
  if (query.known !== undefined) conditions.push(sql`p.known = ${query.known}`);
  if (query.accountId !== undefined)
    conditions.push(
      sql`p.id IN (SELECT f.person_id FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id WHERE m.workspace_id = ${workspaceId} AND m.account_id = ${query.accountId})`,
    );
  return sql.join(conditions, sql` AND `);
}

/** A page of people; `after` is the sort value and id of the last one before. */
export async function listPeople(db: Db, workspaceId: string, query: PeopleQuery): Promise<{ rows: SummaryRow[]; total: number }> {
  const { column, type } = sortColumns[query.sort];
  const direction = query.descending ? sql`DESC` : sql`ASC`;
  const where = whereOf(workspaceId, query);
  // The hour comes first in the index (see the table); the rest of the order is settled within it.
  const byHour = query.sort === "lastSeen";
  const order = byHour ? sql`p.last_seen_hour ${direction}, p.last_seen` : column;
  const hourBeyond =
    byHour && query.after
      ? sql`AND p.last_seen_hour ${query.descending ? sql`<=` : sql`>=`} date_trunc('hour', ${query.after[0]}::timestamptz AT TIME ZONE 'UTC')`
      : sql``;
  const beyond = query.after
    ? sql`AND (${column}, p.id) ${query.descending ? sql`<` : sql`>`} (${query.after[0]}::${type}, ${query.after[1]}::bigint)`
    : sql``;
  const { rows } = await sql<SummaryRow>`
    SELECT ${summaryColumns} FROM person p ${withAccount} WHERE ${where} ${hourBeyond} ${beyond} ORDER BY ${order} ${direction}, p.id ${direction} LIMIT ${query.limit + 1}`.execute(
    db,
  );
  const { rows: counted } = await sql<{ total: string }>`SELECT count(*) AS total FROM person p WHERE ${where}`.execute(db);
  return { rows, total: Number(counted[0]?.total ?? 0) };
}

/** The person that a profile is on the timeline of now; any id that was ever theirs finds them. */
export async function currentPersonId(db: Db, workspaceId: string, profileId: string): Promise<string | null> {
  const { rows } = await sql<{ personId: string }>`
    SELECT person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(db);
  return rows[0]?.personId ?? null;
}

export async function findSummary(
  db: Db,
  workspaceId: string,
  personId: string,
): Promise<(PersonSummary & { traits: Record<string, unknown> }) | null> {
  const { rows } = await sql<SummaryRow & { traits: Record<string, unknown> }>`
    SELECT ${summaryColumns}, p.traits FROM person p ${withAccount} WHERE p.workspace_id = ${workspaceId} AND p.id = ${personId}`.execute(
    db,
  );
  return rows[0] ? { ...toSummary(rows[0]), traits: rows[0].traits } : null;
}

/** The person behind an identifier. A contact that nobody claims is still found as somebody's trait (an e-mail that a visitor typed). */
export async function findByIdentifier(db: Db, workspaceId: string, kind: ProfileKind, value: string): Promise<string | null> {
  const personId = await currentPersonId(db, workspaceId, profileIdOf(workspaceId, kind, value));
  if (personId !== null || (kind !== "email" && kind !== "phone")) return personId;
  const column = kind === "email" ? sql`lower(p.email)` : sql`p.phone`;
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM person p WHERE p.workspace_id = ${workspaceId} AND ${column} = ${normaliseIdentifier(kind, value)} ORDER BY p.known DESC, p.last_seen DESC LIMIT 1`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/** Profiles of a person with the stretches of time during which they are theirs. */
export async function stretchesOfPerson(db: Db, workspaceId: string, personId: string): Promise<OwnedStretch[]> {
  const { rows } = await sql<{ profileId: string; fromMs: string; untilMs: string | null }>`
    SELECT id AS "profileId", 0::bigint AS "fromMs", NULL::bigint AS "untilMs" FROM profile WHERE workspace_id = ${workspaceId} AND person_id = ${personId} AND NOT split
    UNION ALL
    SELECT o.profile_id, o.from_ms, (SELECT min(n.from_ms) FROM person_override n WHERE n.workspace_id = o.workspace_id AND n.profile_id = o.profile_id AND NOT n.deleted AND n.from_ms > o.from_ms)
    FROM person_override o JOIN profile p ON p.workspace_id = o.workspace_id AND p.id = o.profile_id AND p.split
    WHERE o.workspace_id = ${workspaceId} AND o.person_id = ${personId} AND NOT o.deleted`.execute(db);
  return rows.map((row) => ({
    profileId: row.profileId,
    fromMs: Number(row.fromMs),
    untilMs: row.untilMs === null ? Infinity : Number(row.untilMs),
  }));
}
