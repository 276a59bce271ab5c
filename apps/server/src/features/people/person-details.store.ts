import { accountIdOf, personIdOf, type Person } from "@throughline/contract";
import { sql } from "kysely";
import { foldTraits, type ProfileKind, type Traits } from "@throughline/domain";
import { traitsDuring } from "../identity/index.ts";
import { stretchesOfPerson, type Db } from "./people.store.ts";

type ProfileLine = { id: string; kind: ProfileKind; value: string; traits: Traits; firstSeen: Date; lastSeen: Date; interactions: string };
type Evidence = Person["identifiers"][number]["evidence"][number];

const profilesOfPerson = (workspaceId: string, personId: string) => sql`
  SELECT id FROM profile WHERE workspace_id = ${workspaceId} AND person_id = ${personId}
  UNION SELECT profile_id FROM person_override WHERE workspace_id = ${workspaceId} AND person_id = ${personId} AND NOT deleted`;

/** Every identifier of a person with the evidence for it, and where each trait comes from. */
export async function readIdentifiers(
  db: Db,
  workspaceId: string,
  personId: string,
): Promise<Pick<Person, "identifiers" | "traitOrigins">> {
  const { rows: profiles } = await sql<ProfileLine>`
    SELECT id, kind, value, traits, first_seen AS "firstSeen", last_seen AS "lastSeen", interactions FROM profile
    WHERE workspace_id = ${workspaceId} AND id IN (${profilesOfPerson(workspaceId, personId)}) ORDER BY first_seen, id`.execute(db);
  const evidence = await readEvidence(db, workspaceId, personId);
  const identifiers = profiles
    // An alias means a user or a device of that name; the one that was never seen is not shown.
    .filter((profile) => Number(profile.interactions) > 0 || evidence.get(profile.id)?.some((entry) => entry.reason !== "alias"))
    .map((profile) => {
      const entries = evidence.get(profile.id) ?? [];
      const own: Evidence = {
        reason: "own",
        with: null,
        at: profile.firstSeen.toISOString(),
        messageId: null,
        sourceId: null,
        actor: null,
        mergeId: null,
      };
      const times = entries.map((entry) => entry.at);
      return {
        kind: profile.kind,
        value: profile.value,
        verified: profile.kind === "userId" || entries.some((entry) => entry.reason === "verified_contact"),
        firstSeen: [profile.firstSeen.toISOString(), ...times].sort()[0] as string,
        lastSeen: [profile.lastSeen.toISOString(), ...times].sort().at(-1) as string,
        evidence: entries.length > 0 ? entries : [own],
      };
    });
  return { identifiers, traitOrigins: originsOf(profiles, await stretchesOfPerson(db, workspaceId, personId)) };
}

/** Where each trait comes from: of a shared device only what was stated while it was theirs. */
function originsOf(profiles: readonly ProfileLine[], stretches: Awaited<ReturnType<typeof stretchesOfPerson>>): Person["traitOrigins"] {
  const parts = stretches.flatMap((stretch) => {
    const profile = profiles.find(({ id }) => id === stretch.profileId);
    return profile ? [{ identifier: `${profile.kind}:${profile.value}`, traits: traitsDuring(profile.traits, stretch) }] : [];
  });
  const folded = foldTraits(...parts.map(({ traits }) => traits));
  return Object.fromEntries(
    Object.entries(folded).map(([name, [, at, messageId]]) => {
      const from = parts.find(({ traits }) => traits[name]?.[1] === at && traits[name]?.[2] === messageId);
      return [name, { at: new Date(at).toISOString(), identifier: from?.identifier ?? "" }];
    }),
  );
}

async function readEvidence(db: Db, workspaceId: string, personId: string): Promise<Map<string, Evidence[]>> {
  const { rows } = await sql<{
    profileId: string;
    reason: Evidence["reason"];
    with: string | null;
    at: Date;
    messageId: string | null;
    sourceId: string | null;
    actor: string | null;
    mergeId: string | null;
  }>`
    WITH mine AS (${profilesOfPerson(workspaceId, personId)})
    (SELECT DISTINCT ON (c.child_id, c.claimant_id, c.reason) c.child_id AS "profileId", c.reason, w.kind || ':' || w.value AS "with", c.at, c.message_id AS "messageId", c.source_id AS "sourceId", NULL AS actor, NULL::uuid AS "mergeId"
      FROM identity_claim c JOIN profile w ON w.workspace_id = c.workspace_id AND w.id = c.claimant_id
      WHERE c.workspace_id = ${workspaceId} AND c.child_id IN (SELECT id FROM mine) ORDER BY c.child_id, c.claimant_id, c.reason, c.at)
    UNION ALL
    SELECT m.from_id, m.reason, w.kind || ':' || w.value, m.at, m.message_id, m.source_id, m.actor, m.id
      FROM identity_merge m JOIN profile w ON w.workspace_id = m.workspace_id AND w.id = m.into_id
      WHERE m.workspace_id = ${workspaceId} AND m.from_id IN (SELECT id FROM mine) AND m.retracted_at IS NULL
    ORDER BY at`.execute(db);
  const byProfile = new Map<string, Evidence[]>();
  for (const { profileId, at, ...entry } of rows) {
    const list = byProfile.get(profileId) ?? [];
    list.push({ ...entry, at: at.toISOString() });
    byProfile.set(profileId, list);
  }
  return byProfile;
}

export async function readMemberships(db: Db, workspaceId: string, personId: string): Promise<Person["accounts"]> {
  const { rows } = await sql<{ id: string; key: string; name: string | null; role: string | null; firstSeen: Date; lastSeen: Date }>`
    SELECT a.id, a.key, a.name, (array_agg(m.role ORDER BY m.role_at DESC NULLS LAST))[1] AS role, min(m.first_seen) AS "firstSeen", max(m.last_seen) AS "lastSeen"
    FROM account_member m JOIN account a ON a.workspace_id = m.workspace_id AND a.id = m.account_id JOIN profile p ON p.workspace_id = m.workspace_id AND p.id = m.profile_id
    WHERE m.workspace_id = ${workspaceId} AND p.person_id = ${personId} GROUP BY a.id, a.key, a.name ORDER BY max(m.last_seen) DESC`.execute(
    db,
  );
  return rows.map((row) => ({
    ...row,
    id: accountIdOf(row.id),
    firstSeen: row.firstSeen.toISOString(),
    lastSeen: row.lastSeen.toISOString(),
  }));
}

const historyShown = 50;

/** What somebody answered, by purpose: on a shared device what was answered while it was theirs. The latest answer holds. */
export async function readConsent(db: Db, workspaceId: string, personId: string): Promise<Person["consent"]> {
  const stretches = await stretchesOfPerson(db, workspaceId, personId);
  const { rows } = await sql<{ purpose: string; granted: boolean; at: Date; source: string }>`
    SELECT purpose, granted, at, source FROM (
      SELECT c.purpose, c.granted, c.at, c.source, c.message_id, row_number() OVER (PARTITION BY c.purpose ORDER BY c.at DESC, c.message_id DESC) AS n
      FROM unnest(${stretches.map((s) => s.profileId)}::bigint[], ${stretches.map((s) => s.fromMs)}::float8[], ${stretches.map((s) => s.untilMs)}::float8[]) AS s(profile_id, from_ms, until_ms)
      JOIN consent c ON c.workspace_id = ${workspaceId} AND c.profile_id = s.profile_id AND extract(epoch FROM c.at) * 1000 >= s.from_ms AND extract(epoch FROM c.at) * 1000 < s.until_ms) AS answered
    WHERE n <= ${historyShown} ORDER BY at DESC, message_id DESC`.execute(db);
  return [...Map.groupBy(rows, (row) => row.purpose)].map(([purpose, list]) => {
    const history = list.map((row) => ({ granted: row.granted, at: row.at.toISOString(), source: row.source }));
    const latest = history[0] as (typeof history)[number];
    return { purpose, ...latest, history };
  });
}

export async function readConflicts(db: Db, workspaceId: string, personId: string): Promise<Person["conflicts"]> {
  const { rows } = await sql<{ id: string; kind: ProfileKind; value: string; crowded: boolean; claimants: string[] | null; at: Date }>`
    WITH mine AS (${profilesOfPerson(workspaceId, personId)})
    SELECT c.child_id AS id, p.kind, p.value, p.crowded, c.at, (SELECT array_agg(w.kind || ':' || w.value ORDER BY w.id) FROM profile w WHERE w.workspace_id = c.workspace_id AND w.id = ANY(c.claimants)) AS claimants
    FROM identity_conflict c JOIN profile p ON p.workspace_id = c.workspace_id AND p.id = c.child_id
    WHERE c.workspace_id = ${workspaceId} AND c.child_id IN (
      SELECT id FROM mine UNION SELECT k.child_id FROM identity_claim k WHERE k.workspace_id = ${workspaceId} AND k.claimant_id IN (SELECT id FROM mine))
    ORDER BY c.at DESC LIMIT 20`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    identifier: `${row.kind}:${row.value}`,
    claimants: row.claimants ?? [],
    at: row.at.toISOString(),
    explanation: row.crowded
      ? "So many users were seen with this that it is nobody's: a terminal, a mailbox of many, or what an integration sends for “no id”."
      : row.kind === "anonymousId"
        ? "This device was used by more than one user. They are not merged: it moves on to each new user, and keeps what came before."
        : "More than one user states this contact. They are not merged; the contact follows the latest.",
  }));
}

/** Other people with the same e-mail or phone, to be merged by a person if they are one. */
export async function readPossibleDuplicates(db: Db, workspaceId: string, personId: string): Promise<Person["possibleDuplicates"]> {
  const { rows } = await sql<{ id: string; name: string | null; reason: string }>`
    SELECT o.id, o.name, 'same e-mail' AS reason FROM person p JOIN person o ON o.workspace_id = p.workspace_id AND lower(o.email) = lower(p.email) AND o.id <> p.id
    WHERE p.workspace_id = ${workspaceId} AND p.id = ${personId} LIMIT 10`.execute(db);
  return rows.map((row) => ({ ...row, id: personIdOf(row.id) }));
}
