import { sql } from "kysely";
import { foldTraits, traitValues, type ProfileKind, type Traits } from "@throughline/domain";
import type { Tx } from "./profiles.store.ts";

/** What a stretch of a split profile holds; counted in the timeline, since the profile itself only knows the whole. */
export type StretchStats = (stretch: { workspaceId: string; profileId: string; fromMs: number; untilMs: number }) => Promise<{ interactions: number; firstSeen: Date | null; lastSeen: Date | null }>;

type OwnedRow = {
  personId: string; id: string; kind: ProfileKind; value: string; traits: Traits; firstSeen: Date; lastSeen: Date; interactions: string;
  split: boolean; fromMs: string | null; untilMs: string | null;
};
export type PersonFold = {
  id: string; known: boolean; name: string | null; email: string | null; phone: string | null; traits: { [name: string]: unknown };
  search: string; firstSeen: Date; lastSeen: Date; interactions: number;
};

/**
 * Writes the person rows anew from the profiles that belong to them now. A person that no profile belongs to any more disappears.
 * Because a person is nothing but this fold, taking a merge back gives exactly what never merging would have given.
 */
export async function foldPeople(tx: Tx, workspaceId: string, personIds: readonly string[], countStretch: StretchStats): Promise<void> {
  if (personIds.length === 0) return;
  const byPerson = Map.groupBy(await ownedProfiles(tx, workspaceId, personIds), (row) => row.personId);
  const folds: PersonFold[] = [];
  for (const [id, rows] of byPerson) folds.push(await foldPerson(workspaceId, id, rows, countStretch));
  const gone = personIds.filter((id) => !byPerson.has(id));
  if (gone.length > 0) await sql`DELETE FROM person WHERE workspace_id = ${workspaceId} AND id = ANY(${gone}::bigint[])`.execute(tx);
  await savePeople(tx, workspaceId, folds);
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

async function foldPerson(workspaceId: string, id: string, rows: readonly OwnedRow[], countStretch: StretchStats): Promise<PersonFold> {
  let interactions = 0;
  // Only what they did themselves counts: when an identifier was first named depends on the order of arrival.
  let firstSeen: Date | null = null;
  let lastSeen: Date | null = null;
  const traitSets: Traits[] = [];
  for (const row of rows) {
    const [fromMs, untilMs] = [Number(row.fromMs ?? 0), row.untilMs === null ? Infinity : Number(row.untilMs)];
    traitSets.push(row.split ? Object.fromEntries(Object.entries(row.traits).filter(([, [, at]]) => at >= fromMs && at < untilMs)) : row.traits);
    // Most shared devices carry no event of their own: everybody on them is signed in.
    const part = row.split && Number(row.interactions) > 0
      ? await countStretch({ workspaceId, profileId: row.id, fromMs, untilMs })
      : { interactions: Number(row.interactions), firstSeen: Number(row.interactions) > 0 ? row.firstSeen : null, lastSeen: Number(row.interactions) > 0 ? row.lastSeen : null };
    interactions += part.interactions;
    if (part.firstSeen && (!firstSeen || part.firstSeen < firstSeen)) firstSeen = part.firstSeen;
    if (part.lastSeen && (!lastSeen || part.lastSeen > lastSeen)) lastSeen = part.lastSeen;
  }
  const anyRow = rows[0] as OwnedRow;
  const traits = traitValues(foldTraits(...traitSets));
  const identifiers = rows.filter((row) => row.kind !== "anonymousId").map((row) => row.value);
  const face = faceOf(traits);
  return {
    id, traits, interactions, ...face,
    known: rows.some((row) => row.kind !== "anonymousId"),
    search: [...new Set([face.name, face.email, face.phone, ...identifiers].filter((text) => text !== null))].join(" ").toLowerCase().slice(0, 2000),
    firstSeen: firstSeen ?? anyRow.firstSeen,
    lastSeen: lastSeen ?? anyRow.lastSeen,
  };
}

const text = (value: unknown): string | null => (typeof value === "string" && value.trim() !== "" ? value.trim() : null);

/** What a list shows of a person, from the traits that sources commonly send. */
export function faceOf(traits: { [name: string]: unknown }): { name: string | null; email: string | null; phone: string | null } {
  const parts = [text(traits["firstName"] ?? traits["first_name"]), text(traits["lastName"] ?? traits["last_name"])].filter((part) => part !== null);
  return {
    name: text(traits["name"]) ?? (parts.length > 0 ? parts.join(" ") : (text(traits["username"]) ?? null)),
    email: text(traits["email"]),
    phone: text(traits["phone"]),
  };
}

async function savePeople(tx: Tx, workspaceId: string, folds: readonly PersonFold[]): Promise<void> {
  if (folds.length === 0) return;
  const sorted = [...folds].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
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
      search = excluded.search, first_seen = excluded.first_seen, last_seen = excluded.last_seen, interactions = excluded.interactions, account_id = excluded.account_id`.execute(tx);
}
