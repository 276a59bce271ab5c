import { accountAsWhole, foldMatches, traitValues, type Matches, type OwnedMatches, type Traits } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { stretchesOf, type Tx } from "../identity/index.ts";
import { countPeopleIn, whoJoinedFirst } from "./account-people.ts";
import { noAccount } from "./account-matches.store.ts";
import type { LiveDefinitions } from "./definitions.ts";
import { addLiveMemberships, type Loaded } from "./loaded.ts";
import { unpackMatches, type PackedMatches } from "./packed-matches.ts";

type AccountRow = {
  id: string;
  key: string;
  name: string | null;
  traits: Traits;
  people: number;
  firstSeen: Date;
  lastSeen: Date;
  dueAt: Date | null;
};

/**
 * Locks the rows of these accounts and says which are held now. Those that another transaction holds are `busy`: they are not waited for, since whoever holds them may wait for what
 * this transaction has locked. Accounts that are not there are in neither.
 */
export async function lockAccounts(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<{ held: string[]; busy: string[] }> {
  const { rows } = await sql<{ id: string; isHeld: boolean }>`
    WITH held AS MATERIALIZED (SELECT id FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[]) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED)
    SELECT a.id, h.id IS NOT NULL AS "isHeld" FROM account a LEFT JOIN held h ON h.id = a.id WHERE a.workspace_id = ${workspaceId} AND a.id = ANY(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
  const those = (isHeld: boolean) => rows.flatMap((row) => (row.isHeld === isHeld ? [row.id] : []));
  return { held: those(true), busy: those(false) };
}

/** Everything that a workspace's live segments of accounts ask of these accounts. `asked` says for whom only some segments can have moved. */
export async function loadAccounts(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  accountIds: readonly string[],
  nowMs: number,
  asked: ReadonlyMap<string, ReadonlySet<number>> = new Map(),
): Promise<Map<string, Loaded>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<AccountRow>`
    SELECT a.id, a.key, a.name, a.traits, a.people, a.first_seen AS "firstSeen", a.last_seen AS "lastSeen", d.due_at AS "dueAt"
    FROM account a LEFT JOIN segment_account_due d ON d.workspace_id = a.workspace_id AND d.account_id = a.id
    WHERE a.workspace_id = ${workspaceId} AND a.id = ANY(${plainArray(accountIds)}::bigint[])`.execute(tx);
  const ids = rows.map(({ id }) => id);
  const owned = definitions.conditions.size > 0 ? await ownedMatches(tx, workspaceId, definitions, ids) : new Map<string, Owned>();
  const peopleIn = await countPeopleIn(tx, workspaceId, definitions.counts, ids);
  const accounts = new Map<string, Loaded>();
  for (const { id, key, name, traits, people, firstSeen, lastSeen, dueAt } of rows) {
    const seen = { firstSeen: firstSeen.getTime(), lastSeen: lastSeen.getTime() };
    const whole = accountAsWhole(id, { key, name: name ?? "", traits: traitValues(traits), people, ...seen });
    const dueMs = dueAt?.getTime() ?? null;
    const { named, unnamed } = owned.get(id) ?? nothingOwned;
    accounts.set(id, {
      view: {
        ...whole,
        segments: [],
        peopleIn: peopleIn.get(id) ?? {},
        matches: foldMatches([...named, ...unnamed]),
        namedMatches: foldMatches(named),
      },
      isThere: true,
      // Where time has moved something meanwhile, it may be anything.
      asked: dueMs !== null && dueMs <= nowMs ? null : (asked.get(id) ?? null),
      memberOf: new Set(),
      dueMs,
    });
  }
  await addLiveMemberships(tx, workspaceId, definitions.segments, accounts);
  await addChosen(tx, workspaceId, definitions, accounts);
  return accounts;
}

/** What names an account itself, and what does not. */
type Owned = { named: OwnedMatches[]; unnamed: OwnedMatches[] };
const nothingOwned: Owned = { named: [], unnamed: [] };

/** What was done in the name of these accounts: where the account is named whoever did it, else by people who joined it first, each profile in the time that was theirs. */
async function ownedMatches(
  tx: Tx,
  workspaceId: string,
  { numbers }: LiveDefinitions,
  accountIds: readonly string[],
): Promise<Map<string, Owned>> {
  const owned = new Map(accountIds.map((id): [string, Owned] => [id, { named: [], unnamed: [] }]));
  const matchesIn =
    (packed: PackedMatches) =>
    (condition: string): Matches | null => {
      const number = numbers.get(condition);
      return number === undefined ? null : unpackMatches(packed, number);
    };
  const { rows: named } = await sql<{ accountId: string; matches: Buffer }>`
    SELECT account_id AS "accountId", matches FROM segment_account_match WHERE workspace_id = ${workspaceId} AND account_id = ANY(${plainArray(accountIds)}::bigint[])`.execute(
    tx,
  );
  for (const { accountId, matches } of named)
    owned.get(accountId)?.named.push({ fromMs: -Infinity, untilMs: Infinity, matchesOf: matchesIn(matches) });
  const firsts = await whoJoinedFirst(tx, workspaceId, accountIds);
  if (firsts.size === 0) return owned;
  const { rows: unnamed } = await sql<{ personId: string; fromMs: string; untilMs: string | null; matches: Buffer }>`
    SELECT s.person_id AS "personId", s.from_ms AS "fromMs", s.until_ms AS "untilMs", m.matches FROM (${stretchesOf(workspaceId, [...firsts.keys()])}) s
    JOIN segment_account_match m ON m.workspace_id = ${workspaceId} AND m.account_id = ${noAccount} AND m.profile_id = s.profile_id`.execute(
    tx,
  );
  for (const { personId, fromMs, untilMs, matches } of unnamed)
    owned.get(firsts.get(personId) as string)?.unnamed.push({
      fromMs: Number(fromMs),
      untilMs: untilMs === null ? Infinity : Number(untilMs),
      matchesOf: matchesIn(matches),
    });
  return owned;
}

/** Segments whose accounts were chosen, as far as they are named. */
async function addChosen(
  tx: Tx,
  workspaceId: string,
  { staticIds }: LiveDefinitions,
  accounts: ReadonlyMap<string, Loaded>,
): Promise<void> {
  if (staticIds.size === 0) return;
  const { rows } = await sql<{ segmentId: string; accountId: string }>`
    SELECT segment_id AS "segmentId", profile_id AS "accountId" FROM segment_member
    WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${plainArray([...accounts.keys()])}::bigint[]) AND segment_id = ANY(${plainArray([...staticIds.values()])}::uuid[])`.execute(
    tx,
  );
  const keys = new Map([...staticIds].map(([key, id]) => [id, key]));
  for (const { segmentId, accountId } of rows) accounts.get(accountId)?.view.segments.push(keys.get(segmentId) as string);
}
