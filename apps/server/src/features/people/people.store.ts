import { accountIdOf, personIdOf, type PersonSummary } from "@throughline/contract";
import { sql, type Kysely, type RawBuilder } from "kysely";
import { normaliseIdentifier, profileIdOf, profileKinds, type ProfileKind } from "@throughline/domain";
import { containing } from "../../platform/postgres/containing.ts";
import { stretchesOf } from "../identity/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import type { OwnedStretch } from "../timeline/index.ts";

export type Db = Kysely<Database>;
type SummaryRow = {
  id: string;
  name: string | null;
  email: string | null;
  phone: string | null;
  userId: string | null;
  known: boolean;
  firstSeen: Date;
  lastSeen: Date;
  interactions: string;
  accountId: string | null;
  accountKey: string | null;
  accountName: string | null;
};

/** The user id of a person (the row `p`): the one that they are a person by, else the first that was seen. */
export const firstUserId = sql`
  (SELECT f.value FROM profile f WHERE f.workspace_id = p.workspace_id AND f.person_id = p.id AND f.kind = 'userId' ORDER BY f.id = p.id DESC, f.first_seen, f.id LIMIT 1)`;
const summaryColumns = sql`
  p.id, p.name, p.email, p.phone, p.known, p.first_seen AS "firstSeen", p.last_seen AS "lastSeen", p.interactions,
  a.id AS "accountId", a.key AS "accountKey", a.name AS "accountName", ${firstUserId} AS "userId"`;
const withAccount = sql`LEFT JOIN account a ON a.workspace_id = p.workspace_id AND a.id = p.account_id`;

export function toSummary(row: SummaryRow): PersonSummary {
  return {
    id: personIdOf(row.id),
    name: row.name,
    email: row.email,
    phone: row.phone,
    userId: row.userId,
    known: row.known,
    firstSeen: row.firstSeen.toISOString(),
    lastSeen: row.lastSeen.toISOString(),
    interactions: Number(row.interactions),
    account: row.accountId === null ? null : { id: accountIdOf(row.accountId), key: row.accountKey ?? "", name: row.accountName },
  };
}

export type PeopleSort = "lastSeen" | "firstSeen" | "name" | "interactions";

/** Where a page of people ended: the value that it is sorted by, as text (null among those without a name), and the id. */
export type PeoplePlace = [value: string | null, id: string];
export type PeopleQuery = {
  search?: string | undefined;
  known?: boolean | undefined;
  accountId?: string | undefined;
  segmentId?: string | undefined;
  inConflict?: boolean | undefined;
  sort: PeopleSort;
  descending: boolean;
  after: PeoplePlace | null;
  limit: number;
};
export type PlacedRow = SummaryRow & { place: string | null };

/** Ids of the people in whose names, contacts or ids a text is found; what is not part of the searchable text (a device) is found whole. `search` is not empty. */
export function idsOfPeopleFound(workspaceId: string, search: string): RawBuilder<unknown> {
  const text = search.trim();
  const ids = profileKinds.map((kind) => profileIdOf(workspaceId, kind, text));
  return sql`SELECT id FROM person WHERE workspace_id = ${workspaceId} AND search LIKE ${containing(text.toLowerCase())}
    UNION SELECT person_id FROM profile WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[])`;
}

function whereOf(
  workspaceId: string,
  query: Pick<PeopleQuery, "search" | "known" | "accountId" | "segmentId" | "inConflict">,
): RawBuilder<unknown> {
  const conditions = [sql`p.workspace_id = ${workspaceId}`];
  if (query.search?.trim()) conditions.push(sql`p.id IN (${idsOfPeopleFound(workspaceId, query.search)})`);
  if (query.known !== undefined) conditions.push(sql`p.known = ${query.known}`);
  if (query.accountId !== undefined)
    conditions.push(
      sql`p.id IN (SELECT f.person_id FROM account_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id WHERE m.workspace_id = ${workspaceId} AND m.account_id = ${query.accountId})`,
    );
  if (query.segmentId !== undefined)
    conditions.push(
      sql`p.id IN (SELECT f.person_id FROM segment_member m JOIN profile f ON f.workspace_id = m.workspace_id AND f.id = m.profile_id WHERE m.workspace_id = ${workspaceId} AND m.segment_id = ${query.segmentId})`,
    );
  if (query.inConflict)
    conditions.push(
      sql`p.id IN (SELECT f.person_id FROM identity_conflict c, LATERAL unnest(c.claimants || c.child_id) AS one(id) JOIN profile f ON f.workspace_id = ${workspaceId} AND f.id = one.id WHERE c.workspace_id = ${workspaceId})`,
    );
  return sql.join(conditions, sql` AND `);
}

/** How many people match. */
export async function countPeople(db: Db, workspaceId: string, query: PeopleQuery): Promise<number> {
  const { rows } = await sql<{ total: string }>`SELECT count(*) AS total FROM person p WHERE ${whereOf(workspaceId, query)}`.execute(db);
  return Number(rows[0]?.total ?? 0);
}

/** The people behind `after`, one more than the limit where there are more. Those without a name come last, whichever way names are sorted. */
export async function listPeople(db: Db, workspaceId: string, query: PeopleQuery): Promise<PlacedRow[]> {
  if (query.sort !== "name") return readSorted(db, workspaceId, query, columnOrders[query.sort]);
  const isPastNames = query.after !== null && query.after[0] === null;
  const named = isPastNames ? [] : await readSorted(db, workspaceId, query, byName);
  if (named.length > query.limit) return named;
  const rest = { ...query, after: isPastNames ? query.after : null, limit: query.limit - named.length, descending: false };
  return [...named, ...(await readSorted(db, workspaceId, rest, nameless))];
}

/** What to sort by, and how a place is found in that order. */
type Order = {
  value: RawBuilder<unknown>;
  only?: RawBuilder<unknown>;
  by: (direction: RawBuilder<unknown>) => RawBuilder<unknown>;
  beyond: (than: RawBuilder<unknown>, [value, id]: PeoplePlace) => RawBuilder<unknown>;
};
const columnOrder = (column: RawBuilder<unknown>, type: RawBuilder<unknown>): Order => ({
  value: column,
  by: (direction) => sql`${column} ${direction}, p.id ${direction}`,
  beyond: (than, [value, id]) => sql`(${column}, p.id) ${than} (${value}::${type}, ${id}::bigint)`,
});
const columnOrders: Record<Exclude<PeopleSort, "name">, Order> = {
  // The hour comes first in the index (see the table); the rest of the order is settled within it.
  lastSeen: {
    value: sql`p.last_seen`,
    by: (direction) => sql`p.last_seen_hour ${direction}, p.last_seen ${direction}, p.id ${direction}`,
    beyond: (than, [value, id]) =>
      sql`p.last_seen_hour ${than}= date_trunc('hour', ${value}::timestamptz AT TIME ZONE 'UTC') AND (p.last_seen, p.id) ${than} (${value}::timestamptz, ${id}::bigint)`,
  },
  firstSeen: columnOrder(sql`p.first_seen`, sql`timestamptz`),
  interactions: columnOrder(sql`p.interactions`, sql`bigint`),
};
const byName: Order = { ...columnOrder(sql`lower(p.name)`, sql`text`), only: sql`p.name IS NOT NULL` };
const nameless: Order = {
  value: sql`NULL`,
  only: sql`p.name IS NULL`,
  by: () => sql`p.id`,
  beyond: (_than, [, id]) => sql`p.id > ${id}::bigint`,
};

async function readSorted(db: Db, workspaceId: string, query: PeopleQuery, order: Order): Promise<PlacedRow[]> {
  const conditions = [whereOf(workspaceId, query)];
  if (order.only) conditions.push(order.only);
  if (query.after) conditions.push(order.beyond(query.descending ? sql`<` : sql`>`, query.after));
  const { rows } = await sql<PlacedRow>`
    SELECT ${summaryColumns}, (${order.value})::text AS place FROM person p ${withAccount} WHERE ${sql.join(conditions, sql` AND `)}
    ORDER BY ${order.by(query.descending ? sql`DESC` : sql`ASC`)} LIMIT ${query.limit + 1}`.execute(db);
  return rows;
}

/** The person that a profile is on the timeline of now; any id that was ever theirs finds them. */
export async function currentPersonId(db: Db, workspaceId: string, profileId: string): Promise<string | null> {
  const { rows } = await sql<{ personId: string }>`
    SELECT person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(db);
  return rows[0]?.personId ?? null;
}

/** These people in the order of the ids given; who is not there (any more) is left out. */
export async function findSummaries(db: Db, workspaceId: string, ids: readonly string[]): Promise<PersonSummary[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<SummaryRow>`
    SELECT ${summaryColumns} FROM person p ${withAccount} WHERE p.workspace_id = ${workspaceId} AND p.id = ANY(${ids}::bigint[])`.execute(
    db,
  );
  const byId = new Map(rows.map((row) => [row.id, toSummary(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
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

/** The person behind an identifier. An e-mail address that nobody claims is still found as somebody's trait (that a visitor typed). */
export async function findByIdentifier(db: Db, workspaceId: string, kind: ProfileKind, value: string): Promise<string | null> {
  const personId = await currentPersonId(db, workspaceId, profileIdOf(workspaceId, kind, value));
  if (personId !== null || kind !== "email") return personId;
  const { rows } = await sql<{ id: string }>`
    SELECT p.id FROM person p WHERE p.workspace_id = ${workspaceId} AND lower(p.email) = ${normaliseIdentifier(kind, value)} ORDER BY p.known DESC, p.last_seen DESC LIMIT 1`.execute(
    db,
  );
  return rows[0]?.id ?? null;
}

/** Profiles of a person with the stretches of time during which they are theirs. */
export async function stretchesOfPerson(db: Db, workspaceId: string, personId: string): Promise<OwnedStretch[]> {
  const { rows } = await sql<{ profileId: string; fromMs: string; untilMs: string | null }>`
    SELECT profile_id AS "profileId", from_ms AS "fromMs", until_ms AS "untilMs" FROM (${stretchesOf(workspaceId, [personId])}) stretch`.execute(
    db,
  );
  return rows.map((row) => ({
    profileId: row.profileId,
    fromMs: Number(row.fromMs),
    untilMs: row.untilMs === null ? Infinity : Number(row.untilMs),
  }));
}
