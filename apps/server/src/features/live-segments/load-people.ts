import { foldMatches, traitValues, type AccountView, type JsonObject, type OwnedMatches, type Traits } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../platform/postgres/plain-array.ts";
import { createStretchReader, type ReadStretches, type Tx } from "../identity/index.ts";
import { readPeople } from "../state-mirror/index.ts";
import type { LiveDefinitions, LiveSegment } from "./definitions.ts";
import { addLiveMemberships, type Loaded } from "./loaded.ts";
import { readMemory } from "./matches.store.ts";
import type { Memory } from "./memory.ts";
import { nothingPacked, unpackMatches } from "./packed-matches.ts";
import { readScores } from "./read-scores.ts";

/**
 * What is known already: `asked` of people for whom only some segments can have moved, `memory` of profiles that were just written, and whose they are. Into `counted` come those who came into
 * or left a segment whose members segments of accounts count, for who looks at their accounts in this transaction; without it they are looked at within moments.
 */
export type Known = {
  asked: ReadonlyMap<string, ReadonlySet<number>>;
  memory: Memory;
  readStretches?: ReadStretches;
  counted?: Set<string>;
};
const nothingKnown: Known = { asked: new Map(), memory: new Map() };

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
  nowMs: number,
  known: Known = nothingKnown,
): Promise<Map<string, Loaded>> {
  const ids = plainArray(personIds);
  const { rows } = await sql<PersonRow>`
    SELECT k.id, p.id IS NOT NULL AS "isThere", p.traits, p.first_seen AS "firstSeen", p.last_seen AS "lastSeen", d.due_at AS "dueAt"
    FROM unnest(${ids}::bigint[]) AS k(id) LEFT JOIN person p ON p.workspace_id = ${workspaceId} AND p.id = k.id
    LEFT JOIN segment_due d ON d.workspace_id = ${workspaceId} AND d.person_id = k.id`.execute(tx);
  const people = new Map<string, Loaded>();
  for (const { id, isThere, traits, firstSeen, lastSeen, dueAt } of rows) {
    const dueMs = dueAt?.getTime() ?? null;
    people.set(id, {
      isThere,
      // Where time has moved something meanwhile, it may be anything.
      asked: !isThere || (dueMs !== null && dueMs <= nowMs) ? null : (known.asked.get(id) ?? null),
      memberOf: new Set(),
      dueMs,
      view: {
        id,
        traits: traits ?? {},
        accounts: [],
        consents: [],
        reachable: [],
        segments: [],
        stages: [],
        scores: {},
        firstSeen: firstSeen?.getTime() ?? 0,
        lastSeen: lastSeen?.getTime() ?? 0,
        interactions: [],
        matches: new Map(),
      },
    });
  }
  await addMatches(tx, workspaceId, definitions, people, known);
  await addStates(tx, workspaceId, definitions, people);
  await addScores(tx, workspaceId, definitions, people);
  await addMemberships(tx, workspaceId, definitions, people);
  return people;
}

/** People of whom any of the segments that are to be looked at asks for this. */
function whoIsAsked(
  people: ReadonlyMap<string, Loaded>,
  { segments }: LiveDefinitions,
  reads: (segment: LiveSegment) => boolean,
): string[] {
  const asking = segments.filter(reads).map(({ index }) => index);
  if (asking.length === 0) return [];
  return [...people].flatMap(([id, { asked }]) => (asked === null || asking.some((index) => asked.has(index)) ? [id] : []));
}

async function addMatches(
  tx: Tx,
  workspaceId: string,
  { conditions, numbers }: LiveDefinitions,
  people: ReadonlyMap<string, Loaded>,
  { memory: known, readStretches = createStretchReader(tx, workspaceId) }: Known,
): Promise<void> {
  if (conditions.size === 0) return;
  const rows = await readStretches([...people.keys()]);
  const unknown = rows.flatMap(({ profileId }) => (known.has(profileId) ? [] : [profileId]));
  const memory = await readMemory(tx, workspaceId, [...new Set(unknown)]);
  for (const [personId, list] of Map.groupBy(rows, (row) => row.personId)) {
    const person = people.get(personId);
    if (!person) continue;
    const owned = list.map(({ profileId, fromMs, untilMs }): OwnedMatches => {
      const packed = known.get(profileId) ?? memory.get(profileId) ?? nothingPacked;
      return {
        fromMs: Number(fromMs),
        untilMs: untilMs === null ? Infinity : Number(untilMs),
        matchesOf(condition) {
          const number = numbers.get(condition);
          return number === undefined ? null : unpackMatches(packed, number);
        },
      };
    });
    person.view = { ...person.view, matches: foldMatches(owned) };
  }
}

/** Consents, contacts and accounts: the very rows that the timeline store gets. */
async function addStates(tx: Tx, workspaceId: string, definitions: LiveDefinitions, people: ReadonlyMap<string, Loaded>): Promise<void> {
  const ids = whoIsAsked(people, definitions, ({ reads }) => reads.state);
  if (ids.length === 0) return;
  const rows = await readPeople(
    tx,
    ids.map((id) => ({ workspaceId, id })),
    "0",
  );
  const accounts = definitions.reads.accounts
    ? await readAccounts(tx, workspaceId, [...new Set(rows.flatMap((row) => row["account_ids"] as string[]))])
    : new Map<string, AccountView>();
  for (const row of rows) {
    const person = people.get(row["person_id"] as string);
    if (!person) continue;
    person.view = {
      ...person.view,
      consents: row["consents"] as string[],
      reachable: row["reachable"] as ("email" | "phone")[],
      accounts: (row["account_ids"] as string[]).flatMap((id) => accounts.get(id) ?? []),
    };
  }
}

async function readAccounts(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<Map<string, AccountView>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; key: string; name: string | null; traits: Traits; firstSeen: Date; lastSeen: Date }>`
    SELECT id, key, name, traits, first_seen AS "firstSeen", last_seen AS "lastSeen" FROM account WHERE workspace_id = ${workspaceId} AND id = ANY(${plainArray(ids)}::bigint[])`.execute(
    tx,
  );
  return new Map(
    rows.map(({ id, key, name, traits, firstSeen, lastSeen }): [string, AccountView] => [
      id,
      { key, name: name ?? "", traits: traitValues(traits), firstSeen: firstSeen.getTime(), lastSeen: lastSeen.getTime() },
    ]),
  );
}

async function addScores(tx: Tx, workspaceId: string, definitions: LiveDefinitions, people: ReadonlyMap<string, Loaded>): Promise<void> {
  const ids = whoIsAsked(people, definitions, ({ reads }) => reads.scores);
  if (ids.length === 0) return;
  for (const [id, scores] of await readScores(tx, workspaceId, ids)) {
    const person = people.get(id);
    if (person) person.view = { ...person.view, scores };
  }
}

/** Live segments by the person's own id; chosen members as whoever their profile belongs to now. */
async function addMemberships(
  tx: Tx,
  workspaceId: string,
  { segments, staticIds }: LiveDefinitions,
  people: ReadonlyMap<string, Loaded>,
): Promise<void> {
  await addLiveMemberships(tx, workspaceId, segments, people);
  if (staticIds.size === 0) return;
  const { rows: chosen } = await sql<{ segmentId: string; personId: string }>`
    SELECT m.segment_id AS "segmentId", f.person_id AS "personId" FROM profile f JOIN segment_member m ON m.workspace_id = f.workspace_id AND m.profile_id = f.id
    WHERE f.workspace_id = ${workspaceId} AND f.person_id = ANY(${plainArray([...people.keys()])}::bigint[]) AND m.segment_id = ANY(${plainArray([...staticIds.values()])}::uuid[])`.execute(
    tx,
  );
  const keys = new Map([...staticIds].map(([key, id]) => [id, key]));
  for (const { segmentId, personId } of chosen) people.get(personId)?.view.segments.push(keys.get(segmentId) as string);
}
