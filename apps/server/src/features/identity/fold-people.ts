import { sql } from "kysely";
import { compareIds, foldTraits, traitValues, type ProfileKind, type Traits } from "@throughline/domain";
import type { Tx } from "./profiles.store.ts";

/** A stretch of a profile's time, `untilMs` excluded (Infinity for no end). */
export type ProfileStretch = { workspaceId: string; profileId: string; fromMs: number; untilMs: number };
export type StretchCount = { interactions: number; firstSeen: Date | null; lastSeen: Date | null };
/** Counts, one for each stretch in the same order, of what this transaction sees as processed: in the timeline, since a profile itself only knows its whole. */
export type CountStretches = (tx: Tx, stretches: readonly ProfileStretch[]) => Promise<StretchCount[]>;

type OwnedRow = {
  personId: string;
  id: string;
  kind: ProfileKind;
  value: string;
  traits: Traits;
  firstSeen: Date;
  lastSeen: Date;
  interactions: string;
  split: boolean;
  fromMs: string | null;
  untilMs: string | null;
};
export type PersonFold = {
  id: string;
  known: boolean;
  name: string | null;
  email: string | null;
  phone: string | null;
  traits: { [name: string]: unknown };
  search: string;
  firstSeen: Date;
  lastSeen: Date;
  interactions: number;
};

/**
 * Writes the person rows anew from the profiles that belong to them now. Who did nothing (any more) is nobody: a person that no profile belongs to, or the name of
 * an alias that nobody ever used, disappears. Because a person is nothing but this fold, taking a merge back gives exactly what never merging would have given.
 */
export async function foldPeople(tx: Tx, workspaceId: string, personIds: readonly string[], countStretches: CountStretches): Promise<void> {
  if (personIds.length === 0) return;
  await sql`SELECT id FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${personIds}::bigint[]) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
  const rows = await ownedProfiles(tx, workspaceId, personIds);
  const counts = await countParts(tx, workspaceId, rows, countStretches);
  const folds = [...Map.groupBy(rows, (row) => row.personId)]
    .map(([id, owned]) => foldPerson(id, owned, counts))
    .filter((fold) => fold.interactions > 0);
  const somebody = new Set(folds.map((fold) => fold.id));
  const gone = personIds.filter((id) => !somebody.has(id));
  if (gone.length > 0) await sql`DELETE FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${gone}::bigint[])`.execute(tx);
  await savePeople(tx, workspaceId, folds);
}

const rangeOf = (row: OwnedRow) => ({ fromMs: Number(row.fromMs ?? 0), untilMs: row.untilMs === null ? Infinity : Number(row.untilMs) });

/** What each row contributes. Most shared devices carry no event of their own, since everybody on them is signed in: those need not be counted. */
async function countParts(
  tx: Tx,
  workspaceId: string,
  rows: readonly OwnedRow[],
  countStretches: CountStretches,
): Promise<Map<OwnedRow, StretchCount>> {
  const split = rows.filter((row) => row.split && Number(row.interactions) > 0);
  const counted =
    split.length === 0
      ? []
      : await countStretches(
          tx,
          split.map((row) => ({ workspaceId, profileId: row.id, ...rangeOf(row) })),
        );
  const parts = new Map(split.map((row, index) => [row, counted[index] as StretchCount]));
  for (const row of rows) {
    const interactions = Number(row.interactions);
    if (!parts.has(row))
      parts.set(row, {
        interactions,
        firstSeen: interactions > 0 ? row.firstSeen : null,
        lastSeen: interactions > 0 ? row.lastSeen : null,
      });
  }
  return parts;
}

/** Every profile of these people; a split one once for each stretch of time that is theirs. */
async function ownedProfiles(tx: Tx, workspaceId: string, personIds: readonly string[]): Promise<OwnedRow[]> {
  const { rows } = await sql<OwnedRow>`
    WITH stretch AS (
      SELECT o.profile_id, o.person_id, o.from_ms,
        (SELECT min(n.from_ms) FROM person_override n WHERE n.workspace_id = o.workspace_id AND n.profile_id = o.profile_id AND NOT n.deleted AND n.from_ms > o.from_ms) AS until_ms
      FROM person_override o JOIN profile p ON p.workspace_id = o.workspace_id AND p.id = o.profile_id AND p.split
      WHERE o.workspace_id = ${workspaceId} AND o.person_id = ANY(${personIds}::bigint[]) AND NOT o.deleted)
    SELECT p.person_id AS "personId", p.id, p.kind, p.value, p.traits, p.first_seen AS "firstSeen", p.last_seen AS "lastSeen", p.interactions, false AS split, NULL::bigint AS "fromMs", NULL::bigint AS "untilMs"
    FROM profile p WHERE p.workspace_id = ${workspaceId} AND p.person_id = ANY(${personIds}::bigint[]) AND NOT p.split
    UNION ALL
    SELECT s.person_id, p.id, p.kind, p.value, p.traits, p.first_seen, p.last_seen, p.interactions, true, s.from_ms, s.until_ms
    FROM stretch s JOIN profile p ON p.workspace_id = ${workspaceId} AND p.id = s.profile_id`.execute(tx);
  return rows;
}

function foldPerson(id: string, rows: readonly OwnedRow[], parts: ReadonlyMap<OwnedRow, StretchCount>): PersonFold {
  let interactions = 0;
  // Only what they did themselves counts: when an identifier was first named depends on the order of arrival.
  let firstSeen: Date | null = null;
  let lastSeen: Date | null = null;
  const traitSets: Traits[] = [];
  for (const row of rows) {
    const part = parts.get(row) as StretchCount;
    traitSets.push(row.split ? traitsDuring(row.traits, rangeOf(row)) : row.traits);
    interactions += part.interactions;
    if (part.firstSeen && (!firstSeen || part.firstSeen < firstSeen)) firstSeen = part.firstSeen;
    if (part.lastSeen && (!lastSeen || part.lastSeen > lastSeen)) lastSeen = part.lastSeen;
  }
  const anyRow = rows[0] as OwnedRow;
  const traits = traitValues(foldTraits(...traitSets));
  const identifiers = rows.filter((row) => row.kind !== "anonymousId").map((row) => row.value);
  const face = faceOf(traits);
  return {
    id,
    traits,
    interactions,
    ...face,
    known: rows.some((row) => row.kind !== "anonymousId"),
    search: [...new Set([face.name, face.email, face.phone, ...identifiers].filter((text) => text !== null))]
      .join(" ")
      .toLowerCase()
      .slice(0, 2000)
      .toWellFormed(),
    firstSeen: firstSeen ?? anyRow.firstSeen,
    lastSeen: lastSeen ?? anyRow.lastSeen,
  };
}

/** The traits that were stated during a stretch of time. */
export const traitsDuring = (traits: Traits, { fromMs, untilMs }: { fromMs: number; untilMs: number }): Traits =>
  Object.fromEntries(Object.entries(traits).filter(([, [, at]]) => at >= fromMs && at < untilMs));

/** Short enough for an index. */
const longestFace = 320;
const text = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim().slice(0, longestFace).toWellFormed() : null;

/** What a list shows of a person, from the traits that sources commonly send. */
function faceOf(traits: { [name: string]: unknown }): { name: string | null; email: string | null; phone: string | null } {
  const parts = [text(traits["firstName"] ?? traits["first_name"]), text(traits["lastName"] ?? traits["last_name"])].filter(
    (part) => part !== null,
  );
  return {
    name: text(traits["name"]) ?? (parts.length > 0 ? parts.join(" ") : (text(traits["username"]) ?? null)),
    email: text(traits["email"]),
    phone: text(traits["phone"]),
  };
}

async function savePeople(tx: Tx, workspaceId: string, folds: readonly PersonFold[]): Promise<void> {
  if (folds.length === 0) return;
  const sorted = [...folds].sort((a, b) => compareIds(a.id, b.id));
  await sql`
    INSERT INTO person (workspace_id, id, known, name, email, phone, traits, search, first_seen, last_seen, interactions, account_id)
    SELECT ${workspaceId}::uuid, f.*, (
      SELECT m.account_id FROM account_member m JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id
      WHERE m.workspace_id = ${workspaceId} AND p.person_id = f.id ORDER BY m.last_seen DESC, m.account_id LIMIT 1)
    FROM unnest(${sorted.map((f) => f.id)}::bigint[], ${sorted.map((f) => f.known)}::boolean[], ${sorted.map((f) => f.name)}::text[], ${sorted.map((f) => f.email)}::text[],
      ${sorted.map((f) => f.phone)}::text[], ${sorted.map((f) => JSON.stringify(f.traits))}::jsonb[], ${sorted.map((f) => f.search)}::text[],
      ${sorted.map((f) => f.firstSeen)}::timestamptz[], ${sorted.map((f) => f.lastSeen)}::timestamptz[], ${sorted.map((f) => f.interactions)}::bigint[])
      AS f(id, known, name, email, phone, traits, search, first_seen, last_seen, interactions)
    ON CONFLICT (workspace_id, id) DO UPDATE SET known = excluded.known, name = excluded.name, email = excluded.email, phone = excluded.phone, traits = excluded.traits,
      search = excluded.search, first_seen = excluded.first_seen, last_seen = excluded.last_seen, interactions = excluded.interactions, account_id = excluded.account_id`.execute(
    tx,
  );
}
