import { traitValues, type Facts, type JsonObject, type Traits } from "@throughline/domain";
import { sql } from "kysely";
import { plainArray } from "../../../platform/postgres/plain-array.ts";
import { stretchesOf, type Tx } from "../../identity/index.ts";
import type { OwnedStretch } from "../../timeline/index.ts";
import type { AccountPast, PersonPast } from "./past.ts";
import type { SimulationDeps } from "./simulation-deps.ts";

type Db = SimulationDeps["db"] | Tx;
export type StoredAccount = Omit<AccountPast, "stated"> & { id: string };
/** What Postgres knows of a person: all but what they did. */
export type StoredPerson = Omit<PersonPast, "interactions" | "matches" | "stated" | "accounts"> & { accounts: StoredAccount[] };

type Row = {
  id: string;
  email: string | null;
  phone: string | null;
  traits: JsonObject;
  firstSeen: number;
  consents: PersonPast["consents"] | null;
  touches: Facts["past"] | null;
  holdouts: Facts["holdouts"] | null;
  segments: string[] | null;
  accounts:
    | { id: string; key: string; name: string | null; traits: Traits; firstSeen: number; lastSeen: number; joinedAt: number }[]
    | null;
};

const ms = (column: string) => sql.raw(`(extract(epoch FROM ${column}) * 1000)::float8`);
/** No window of the arbiter's rules looks further back than this. */
const longestWindowMs = 90 * 86_400_000;

/** People with everything that has a time of its own, as it was; what the flow itself did in fact (`flow`) is left out. */
export async function readPeople(
  db: Db,
  { workspaceId, timezone, flow, fromMs, toMs }: { workspaceId: string; timezone: string; flow: string; fromMs: number; toMs: number },
  ids: readonly string[],
): Promise<StoredPerson[]> {
  const [since, until] = [new Date(fromMs - longestWindowMs), new Date(toMs)];
  const { rows } = await sql<Row>`
    WITH stretch AS MATERIALIZED (SELECT person_id, profile_id, CASE WHEN from_ms = 0 THEN '-infinity' ELSE to_timestamp(from_ms / 1000.0) END AS from_at, coalesce(to_timestamp(until_ms / 1000.0), 'infinity') AS until_at
      FROM (${stretchesOf(workspaceId, ids)}) s)
    SELECT p.id, p.email, p.phone, p.traits, ${ms("p.first_seen")} AS "firstSeen",
      (SELECT json_agg(json_build_object('purpose', c.purpose, 'granted', c.granted, 'at', ${ms("c.at")}) ORDER BY c.at, c.message_id) FROM stretch s JOIN consent c ON c.workspace_id = ${workspaceId} AND c.profile_id = s.profile_id AND c.at >= s.from_at AND c.at < s.until_at
        WHERE s.person_id = p.id) AS consents,
      (SELECT json_agg(json_build_object('at', ${ms("d.decided_at")}, 'kind', d.kind, 'purpose', d.purpose)) FROM stretch s JOIN touch_decision d ON d.workspace_id = ${workspaceId} AND d.profile_id = s.profile_id AND d.takes_attention
        AND d.decided_at >= s.from_at AND d.decided_at < s.until_at AND d.decided_at > ${since} AND d.decided_at < ${until} AND d.flow IS DISTINCT FROM ${flow} WHERE s.person_id = p.id) AS touches,
      (SELECT json_agg(json_build_object('scope', h.scope, 'held', h.held)) FROM (SELECT DISTINCT ON (h.scope) h.scope, h.held FROM stretch s JOIN holdout_draw h ON h.workspace_id = ${workspaceId} AND h.profile_id = s.profile_id
        WHERE s.person_id = p.id ORDER BY h.scope, h.drawn_at, h.profile_id) h) AS holdouts,
      (SELECT json_agg(DISTINCT g.key) FROM stretch s JOIN segment_member m ON m.workspace_id = ${workspaceId} AND m.profile_id = s.profile_id JOIN segment g ON g.id = m.segment_id AND g.kind = 'static'
        WHERE s.person_id = p.id) AS segments,
      (SELECT json_agg(json_build_object('id', a.id::text, 'key', a.key, 'name', a.name, 'traits', a.traits, 'firstSeen', ${ms("a.first_seen")}, 'lastSeen', ${ms("a.last_seen")}, 'joinedAt', ${ms("j.since")}) ORDER BY j.since, a.id) FROM (
        SELECT m.account_id, min(m.first_seen) AS since FROM stretch s JOIN account_member m ON m.workspace_id = ${workspaceId} AND m.profile_id = s.profile_id WHERE s.person_id = p.id GROUP BY 1) j
        JOIN account a ON a.workspace_id = ${workspaceId} AND a.id = j.account_id) AS accounts
    FROM person p WHERE p.workspace_id = ${workspaceId} AND p.id = ANY(${plainArray(ids)}::bigint[])`.execute(db);
  return rows.map((row) => ({
    personId: row.id,
    workspaceId,
    timezone,
    email: row.email,
    phone: row.phone,
    traits: row.traits,
    accounts: (row.accounts ?? []).map((account) => ({
      ...account,
      name: account.name ?? "",
      traits: traitValues(account.traits) as JsonObject,
    })),
    consents: row.consents ?? [],
    reachable: [...(row.email === null ? [] : (["email"] as const)), ...(row.phone === null ? [] : (["phone"] as const))],
    segments: row.segments ?? [],
    firstSeen: row.firstSeen,
    holdouts: row.holdouts ?? [],
    touches: row.touches ?? [],
  }));
}

/** Whose profiles are whose, and when. */
export async function readStretches(db: Db, workspaceId: string, ids: readonly string[]): Promise<(OwnedStretch & { personId: string })[]> {
  const { rows } = await sql<{ personId: string; profileId: string; fromMs: string; untilMs: string | null }>`
    SELECT person_id AS "personId", profile_id AS "profileId", from_ms AS "fromMs", until_ms AS "untilMs" FROM (${stretchesOf(workspaceId, ids)}) s`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, fromMs: Number(row.fromMs), untilMs: row.untilMs === null ? Infinity : Number(row.untilMs) }));
}

/** The next people by id after `place`, who were there before `toMs`. */
export async function peopleAfter(db: Db, workspaceId: string, place: string, toMs: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM person WHERE workspace_id = ${workspaceId} AND id > ${place} AND first_seen < ${new Date(toMs)} ORDER BY id LIMIT ${limit}`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
