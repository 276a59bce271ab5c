import {
  foldMatches,
  traitValues,
  type AccountView,
  type JsonObject,
  type OwnedMatches,
  type RememberedView,
  type Traits,
} from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { stretchesOf, type Tx } from "../identity/index.ts";
import { readPeople } from "../state-mirror/index.ts";
import type { LiveDefinitions } from "./definitions.ts";
import { toMatches, type MatchRow } from "./matches.store.ts";
import { readScores } from "./read-scores.ts";

/** A person as segments see them; `isThere` is false for who is nobody (any more). */
export type LoadedPerson = {
  view: RememberedView & { segments: string[] };
  isThere: boolean;
  /** Ids of the live segments that they are in. */
  memberOf: Set<string>;
  dueMs: number | null;
};

type PersonRow = {
  id: string;
  isThere: boolean;
  traits: JsonObject | null;
  firstSeen: Date | null;
  lastSeen: Date | null;
  dueAt: Date | null;
};

/** Locks the rows of these people in order of id. What a batch of events has written is locked already. */
export async function lockPeople(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  await sql`SELECT id FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[]) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
}

/** Everything that a workspace's live segments ask of these people, in a few statements for all of them. */
export async function loadPeople(
  tx: Tx,
  workspaceId: string,
  definitions: LiveDefinitions,
  personIds: readonly string[],
): Promise<Map<string, LoadedPerson>> {
  const ids = plainArray(personIds);
  const { rows } = await sql<PersonRow>`
    SELECT k.id, p.id IS NOT NULL AS "isThere", p.traits, p.first_seen AS "firstSeen", p.last_seen AS "lastSeen", d.due_at AS "dueAt"
    FROM unnest(${ids}::bigint[]) AS k(id) LEFT JOIN person p ON p.workspace_id = ${workspaceId} AND p.id = k.id
    LEFT JOIN segment_due d ON d.workspace_id = ${workspaceId} AND d.person_id = k.id`.execute(tx);
  const matches = await loadMatches(tx, workspaceId, definitions, personIds);
  const states = definitions.reads.state ? await loadStates(tx, workspaceId, personIds, definitions.reads.accounts) : null;
  const scores = definitions.reads.scores ? await readScores(tx, workspaceId, personIds) : null;
  const people = new Map<string, LoadedPerson>();
  for (const { id, isThere, traits, firstSeen, lastSeen, dueAt } of rows) {
    const state = states?.get(id);
    people.set(id, {
      isThere,
      memberOf: new Set(),
      dueMs: dueAt?.getTime() ?? null,
      view: {
        id,
        traits: traits ?? {},
        accounts: state?.accounts ?? [],
        consents: state?.consents ?? [],
        reachable: state?.reachable ?? [],
        segments: [],
        stages: [],
        scores: scores?.get(id) ?? {},
        firstSeen: firstSeen?.getTime() ?? 0,
        lastSeen: lastSeen?.getTime() ?? 0,
        interactions: [],
        matches: matches.get(id) ?? new Map(),
      },
    });
  }
  await addMemberships(tx, workspaceId, definitions, ids, people);
  return people;
}

async function loadMatches(tx: Tx, workspaceId: string, definitions: LiveDefinitions, personIds: readonly string[]) {
  if (definitions.conditions.length === 0) return new Map<string, RememberedView["matches"]>();
  const texts = new Map(definitions.conditions.map(({ id, text }) => [id, text]));
  const { rows } = await sql<MatchRow & { personId: string; fromMs: string; untilMs: string | null }>`
    SELECT s.person_id AS "personId", s.from_ms AS "fromMs", s.until_ms AS "untilMs", m.profile_id AS "profileId", m.condition_id AS "conditionId", m.at, m.ids
    FROM (${stretchesOf(workspaceId, personIds)}) s
    JOIN segment_match m ON m.workspace_id = ${workspaceId} AND m.profile_id = s.profile_id`.execute(tx);
  const folded = new Map<string, RememberedView["matches"]>();
  for (const [personId, list] of Map.groupBy(rows, (row) => row.personId)) {
    const owned = list.map((row): OwnedMatches => {
      const text = texts.get(row.conditionId);
      return {
        fromMs: Number(row.fromMs),
        untilMs: row.untilMs === null ? Infinity : Number(row.untilMs),
        matches: new Map(text === undefined ? [] : [[text, toMatches(row)]]),
      };
    });
    folded.set(personId, foldMatches(owned));
  }
  return folded;
}

type State = { consents: string[]; reachable: ("email" | "phone")[]; accounts: AccountView[] };

/** Consents, contacts and accounts: the very rows that the timeline store gets. */
async function loadStates(tx: Tx, workspaceId: string, personIds: readonly string[], withAccounts: boolean): Promise<Map<string, State>> {
  const rows = await readPeople(
    tx,
    personIds.map((id) => ({ workspaceId, id })),
    "0",
  );
  const accountIds = withAccounts ? [...new Set(rows.flatMap((row) => row["account_ids"] as string[]))] : [];
  const { rows: accountRows } =
    accountIds.length === 0
      ? { rows: [] }
      : await sql<{ id: string; key: string; name: string | null; traits: Traits; firstSeen: Date; lastSeen: Date }>`
          SELECT id, key, name, traits, first_seen AS "firstSeen", last_seen AS "lastSeen" FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(accountIds)}::bigint[])`.execute(
          tx,
        );
  const accounts = new Map(
    accountRows.map(({ id, key, name, traits, firstSeen, lastSeen }): [string, AccountView] => [
      id,
      { key, name: name ?? "", traits: traitValues(traits), firstSeen: firstSeen.getTime(), lastSeen: lastSeen.getTime() },
    ]),
  );
  return new Map(
    rows.map((row) => [
      row["person_id"] as string,
      {
        consents: row["consents"] as string[],
        reachable: row["reachable"] as ("email" | "phone")[],
        accounts: (row["account_ids"] as string[]).flatMap((id) => accounts.get(id) ?? []),
      },
    ]),
  );
}

/** Live segments by the person's own id; chosen members as whoever their profile belongs to now. */
async function addMemberships(
  tx: Tx,
  workspaceId: string,
  { segments, staticIds }: LiveDefinitions,
  ids: string,
  people: ReadonlyMap<string, LoadedPerson>,
): Promise<void> {
  const { rows: live } = await sql<{ segmentId: string; personId: string }>`
    SELECT segment_id AS "segmentId", profile_id AS "personId" FROM segment_member WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[])
      AND segment_id = ANY(${plainArray(segments.map(({ id }) => id))}::uuid[])`.execute(tx);
  for (const { segmentId, personId } of live) people.get(personId)?.memberOf.add(segmentId);
  if (staticIds.size === 0) return;
  const { rows: chosen } = await sql<{ segmentId: string; personId: string }>`
    SELECT m.segment_id AS "segmentId", f.person_id AS "personId" FROM profile f JOIN segment_member m ON m.workspace_id = f.workspace_id AND m.profile_id = f.id
    WHERE f.workspace_id = ${workspaceId} AND f.person_id = ANY(${ids}::bigint[]) AND m.segment_id = ANY(${plainArray([...staticIds.values()])}::uuid[])`.execute(
    tx,
  );
  const keys = new Map([...staticIds].map(([key, id]) => [id, key]));
  for (const { segmentId, personId } of chosen) people.get(personId)?.view.segments.push(keys.get(segmentId) as string);
}
