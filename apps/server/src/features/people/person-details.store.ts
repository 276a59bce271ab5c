import { accountIdOf, personIdOf, type Person } from "@throughline/contract";
import { sql } from "kysely";
import { foldTraits, type ProfileKind, type Traits } from "@throughline/domain";
import type { Db } from "./people.store.ts";

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
  const origins: Person["traitOrigins"] = {};
  const folded = foldTraits(...profiles.map((profile) => profile.traits));
  for (const [name, entry] of Object.entries(folded)) {
    const from = profiles.find((profile) => profile.traits[name]?.[2] === entry[2]);
    origins[name] = { at: new Date(entry[1]).toISOString(), identifier: from ? `${from.kind}:${from.value}` : "" };
  }
  return { identifiers, traitOrigins: origins };
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

export async function readConsent(db: Db, workspaceId: string, personId: string): Promise<Person["consent"]> {
  const { rows } = await sql<{ purpose: string; granted: boolean; at: Date; source: string }>`
    SELECT c.purpose, c.granted, c.at, c.source FROM consent c JOIN profile p ON p.workspace_id = c.workspace_id AND p.id = c.profile_id
    WHERE c.workspace_id = ${workspaceId} AND p.person_id = ${personId} ORDER BY c.at DESC, c.message_id DESC LIMIT 1000`.execute(db);
  return [...Map.groupBy(rows, (row) => row.purpose)].map(([purpose, list]) => {
    const history = list.map((row) => ({ granted: row.granted, at: row.at.toISOString(), source: row.source }));
    const latest = history[0] as (typeof history)[number];
    return { purpose, ...latest, history };
  });
}

export async function readConflicts(db: Db, workspaceId: string, personId: string): Promise<Person["conflicts"]> {
  const { rows } = await sql<{ id: string; kind: ProfileKind; value: string; claimants: string[]; at: Date }>`
    SELECT c.child_id AS id, p.kind, p.value, c.at, (SELECT array_agg(w.kind || ':' || w.value ORDER BY w.id) FROM profile w WHERE w.workspace_id = c.workspace_id AND w.id = ANY(c.claimants)) AS claimants
    FROM identity_conflict c JOIN profile p ON p.workspace_id = c.workspace_id AND p.id = c.child_id
    WHERE c.workspace_id = ${workspaceId} AND (p.person_id = ${personId} OR EXISTS (SELECT FROM profile w WHERE w.workspace_id = c.workspace_id AND w.id = ANY(c.claimants) AND w.person_id = ${personId}))
    ORDER BY c.at DESC LIMIT 20`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    identifier: `${row.kind}:${row.value}`,
    claimants: row.claimants,
    at: row.at.toISOString(),
    explanation:
      row.kind === "anonymousId"
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
