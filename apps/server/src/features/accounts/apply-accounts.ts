import { sql } from "kysely";
import { LRUCache } from "lru-cache";
import { compareIds, foldTraits, traitsAt, type Traits } from "@throughline/domain";
import { addTo, type Identified, type ProfileKey, type Tx } from "../identity/index.ts";
import { ownSourceId } from "../own-interactions/index.ts";
import { textOf, type PipelineAccount, type PipelineEvent } from "../collect/index.ts";

const hourMs = 3_600_000;
type AccountSight = { workspaceId: string; id: string; key: string; first: number; last: number; traits: Traits };
type Membership = {
  workspaceId: string;
  accountId: string;
  profileId: string;
  role: string | null;
  roleAt: number | null;
  first: number;
  last: number;
  cacheKey: string;
};

/**
 * Accounts and who belongs to them: from `group` calls, from the `groupId` in any event's context, and from what was said of accounts alone. A membership is
 * written once an hour, not with every event.
 * Returns what to call after the commit.
 */
export function createAccountStage() {
  const written = new LRUCache<string, true>({ max: 100_000 });

  return async function applyAccounts(
    tx: Tx,
    events: readonly PipelineEvent[],
    statements: readonly PipelineAccount[],
    identified: Identified,
  ): Promise<() => void> {
    const sights = new Map<string, AccountSight>();
    const memberships = new Map<string, Membership>();
    for (const event of events) {
      // What we tell about an account is on its timeline, but it was not seen, and nobody joins by it: or "not seen for a month" would end by what it sets off.
      if (event.accountId === null || event.accountKey === null || event.sourceId === ownSourceId) continue;
      const { message } = event;
      const isGroup = message.type === "group";
      const cacheKey = `${event.accountId} ${event.profile.id} ${Math.floor(message.at / hourMs)}`;
      if (!isGroup && written.has(cacheKey)) continue;
      see(
        sights,
        { workspaceId: event.workspaceId, id: event.accountId, key: event.accountKey },
        message.at,
        isGroup ? traitsAt(message.traits, message.at, message.messageId) : {},
      );
      join(
        memberships,
        event,
        event.accountId,
        cacheKey,
        isGroup ? (textOf(message.properties, "role") ?? textOf(message.context, "role")) : null,
      );
    }
    for (const { workspaceId, accountId: id, account } of statements)
      see(sights, { workspaceId, id, key: account.key }, account.at, traitsAt(account.traits, account.at, account.messageId));
    if (sights.size > 0) await saveAccounts(tx, [...sights.values()]);
    const joined = memberships.size > 0 ? await saveMemberships(tx, [...memberships.values()]) : [];
    for (const { workspaceId, profileId } of joined) {
      const personId = identified.profiles.get(profileId)?.personId;
      if (personId !== undefined) addTo(identified.peopleToFold, workspaceId, personId);
    }
    await recountPeople(tx, [...joined, ...(await accountsOf(tx, identified.settled))]);
    return () => memberships.forEach((membership) => written.set(membership.cacheKey, true));
  };
}

function see(
  sights: Map<string, AccountSight>,
  account: { workspaceId: string; id: string; key: string },
  at: number,
  traits: Traits,
): void {
  const known = sights.get(account.id);
  sights.set(account.id, {
    ...account,
    first: Math.min(known?.first ?? Infinity, at),
    last: Math.max(known?.last ?? 0, at),
    traits: known ? foldTraits(known.traits, traits) : traits,
  });
}

function join(
  memberships: Map<string, Membership>,
  { workspaceId, profile, message }: PipelineEvent,
  accountId: string,
  cacheKey: string,
  role: string | null,
): void {
  const key = `${accountId} ${profile.id}`;
  const known = memberships.get(key);
  const newerRole = role !== null && (message.at > (known?.roleAt ?? 0) || (message.at === known?.roleAt && role > (known.role ?? "")));
  memberships.set(key, {
    workspaceId,
    accountId,
    profileId: profile.id,
    cacheKey,
    role: newerRole ? role : (known?.role ?? null),
    roleAt: newerRole ? message.at : (known?.roleAt ?? null),
    first: Math.min(known?.first ?? Infinity, message.at),
    last: Math.max(known?.last ?? 0, message.at),
  });
}

const byAccount = (a: { id: string }, b: { id: string }) => compareIds(a.id, b.id);

/** Accounts are made first and then locked, so that two batches that meet a new one each add to what the other knows of it. */
async function saveAccounts(tx: Tx, sights: AccountSight[]): Promise<void> {
  const rows = sights.sort(byAccount);
  const keys = sql`${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.id)}::bigint[]`;
  const times = sql`${rows.map((r) => new Date(r.first))}::timestamptz[], ${rows.map((r) => new Date(r.last))}::timestamptz[]`;
  await sql`
    INSERT INTO account (workspace_id, id, key, first_seen, last_seen)
    SELECT w, i, k, f, l FROM unnest(${keys}, ${rows.map((r) => r.key)}::text[], ${times}) AS a(w, i, k, f, l) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  const { rows: current } = await sql<{ id: string; traits: Traits }>`
    SELECT id, traits FROM account WHERE (workspace_id, id) IN (SELECT * FROM unnest(${keys})) ORDER BY id FOR UPDATE`.execute(tx);
  const before = new Map(current.map((row) => [row.id, row.traits]));
  const traits = rows.map((row) => foldTraits(before.get(row.id) ?? {}, row.traits));
  await sql`
    UPDATE account a SET name = n.name, traits = n.traits, first_seen = least(a.first_seen, n.first_seen), last_seen = greatest(a.last_seen, n.last_seen)
    FROM unnest(${keys}, ${traits.map((t) => nameOf(t))}::text[], ${traits.map((t) => JSON.stringify(t))}::jsonb[], ${times}) AS n(workspace_id, id, name, traits, first_seen, last_seen)
    WHERE a.workspace_id = n.workspace_id AND a.id = n.id`.execute(tx);
}

const nameOf = (traits: Traits): string | null => {
  const name = traits["name"]?.[0];
  return typeof name === "string" ? name : null;
};

/** Gives back the memberships that are new. */
async function saveMemberships(
  tx: Tx,
  memberships: Membership[],
): Promise<{ workspaceId: string; accountId: string; profileId: string }[]> {
  const rows = memberships.sort(
    (a, b) => byAccount({ id: a.accountId }, { id: b.accountId }) || byAccount({ id: a.profileId }, { id: b.profileId }),
  );
  const { rows: saved } = await sql<{ workspaceId: string; accountId: string; profileId: string; isNew: boolean }>`
    INSERT INTO account_member AS m (workspace_id, account_id, profile_id, role, role_at, first_seen, last_seen)
    SELECT * FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.accountId)}::bigint[], ${rows.map((r) => r.profileId)}::bigint[], ${rows.map((r) => r.role)}::text[],
      ${rows.map((r) => (r.roleAt === null ? null : new Date(r.roleAt)))}::timestamptz[], ${rows.map((r) => new Date(r.first))}::timestamptz[], ${rows.map((r) => new Date(r.last))}::timestamptz[])
    ON CONFLICT (workspace_id, account_id, profile_id) DO UPDATE SET
      role = CASE WHEN (excluded.role_at, excluded.role) > (coalesce(m.role_at, '-infinity'), coalesce(m.role, '')) THEN excluded.role ELSE m.role END, role_at = greatest(m.role_at, excluded.role_at),
      first_seen = least(m.first_seen, excluded.first_seen), last_seen = greatest(m.last_seen, excluded.last_seen)
    RETURNING workspace_id AS "workspaceId", account_id AS "accountId", profile_id AS "profileId", (xmax = 0) AS "isNew"`.execute(tx);
  return saved.filter((row) => row.isNew);
}

/** The accounts that these profiles belong to. */
async function accountsOf(tx: Tx, profiles: readonly ProfileKey[]): Promise<{ workspaceId: string; accountId: string }[]> {
  if (profiles.length === 0) return [];
  const { rows } = await sql<{ workspaceId: string; accountId: string }>`
    SELECT DISTINCT workspace_id AS "workspaceId", account_id AS "accountId" FROM account_member
    WHERE (workspace_id, profile_id) IN (SELECT * FROM unnest(${profiles.map((p) => p.workspaceId)}::uuid[], ${profiles.map((p) => p.id)}::bigint[]))`.execute(
    tx,
  );
  return rows;
}

/** How many people each of these accounts has; also after people were merged or deleted. The accounts are locked before anybody is counted. */
export async function recountPeople(tx: Tx, accounts: readonly { workspaceId: string; accountId: string }[]): Promise<void> {
  for (const [workspaceId, list] of Map.groupBy(accounts, (account) => account.workspaceId)) {
    const ids = [...new Set(list.map((account) => account.accountId))];
    await sql`SELECT id FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${ids}::bigint[]) ORDER BY id FOR UPDATE`.execute(tx);
    await sql`
      UPDATE account a SET people = (
        SELECT count(DISTINCT p.person_id) FROM account_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id
        WHERE m.workspace_id = a.workspace_id AND m.account_id = a.id)
      WHERE a.workspace_id = ${workspaceId} AND a.id = ANY(${ids}::bigint[])`.execute(tx);
  }
}
