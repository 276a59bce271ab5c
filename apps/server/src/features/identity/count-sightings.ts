import { sql } from "kysely";
import { ownerAt, type Stretch } from "@throughline/domain";
import type { PipelineEvent } from "../collect/index.ts";
import type { Identified } from "./apply-identity.ts";
import type { Tx } from "./profiles.store.ts";

type Count = { workspaceId: string; id: string; known: boolean; first: number; last: number; interactions: number };

function add(counts: Map<string, Count>, key: { workspaceId: string; id: string; known: boolean }, at: number): void {
  const count = counts.get(key.id);
  if (!count) counts.set(key.id, { ...key, first: at, last: at, interactions: 1 });
  else {
    count.first = Math.min(count.first, at);
    count.last = Math.max(count.last, at);
    count.interactions++;
  }
}

const columnsOf = (counts: ReadonlyMap<string, Count>) => {
  const rows = [...counts.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return sql`unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.known)}::boolean[], ${rows.map((r) => new Date(r.first))}::timestamptz[],
    ${rows.map((r) => new Date(r.last))}::timestamptz[], ${rows.map((r) => r.interactions)}::bigint[]) AS c(workspace_id, id, known, first_seen, last_seen, interactions)`;
};

/** Adds a batch to the counts of its profiles and of the people who are not folded anew anyway. */
export async function countSightings(tx: Tx, events: readonly PipelineEvent[], identified: Identified): Promise<void> {
  const profileCounts = new Map<string, Count>();
  const personCounts = new Map<string, Count>();
  const owners = await stretchesOfSplit(tx, events, identified);
  for (const { workspaceId, profile, message } of events) {
    const row = identified.profiles.get(profile.id);
    if (!row) throw new Error("Every event has a profile by now.");
    add(profileCounts, { workspaceId, id: profile.id, known: false }, message.at);
    const stretches = owners.get(profile.id);
    const personId = (stretches && ownerAt(stretches, message.at)) ?? row.personId;
    if (identified.peopleToFold.get(workspaceId)?.has(personId)) continue;
    add(personCounts, { workspaceId, id: personId, known: personId !== profile.id || profile.kind !== "anonymousId" }, message.at);
  }
  if (profileCounts.size > 0)
    await sql`
      UPDATE profile p SET first_seen = CASE WHEN p.interactions = 0 THEN c.first_seen ELSE least(p.first_seen, c.first_seen) END,
        last_seen = CASE WHEN p.interactions = 0 THEN c.last_seen ELSE greatest(p.last_seen, c.last_seen) END, interactions = p.interactions + c.interactions
      FROM ${columnsOf(profileCounts)} WHERE p.workspace_id = c.workspace_id AND p.id = c.id`.execute(tx);
  if (personCounts.size > 0)
    await sql`
      INSERT INTO person AS p (workspace_id, id, known, first_seen, last_seen, interactions) SELECT * FROM ${columnsOf(personCounts)}
      ON CONFLICT (workspace_id, id) DO UPDATE SET first_seen = least(p.first_seen, excluded.first_seen), last_seen = greatest(p.last_seen, excluded.last_seen), interactions = p.interactions + excluded.interactions`.execute(tx);
}

/** Owners over time of the split profiles in a batch: as just settled, else as stored. */
async function stretchesOfSplit(tx: Tx, events: readonly PipelineEvent[], identified: Identified): Promise<Map<string, Stretch[]>> {
  const split = [...new Set(events.map((event) => event.profile.id))].filter((id) => identified.profiles.get(id)?.split);
  const owners = new Map<string, Stretch[]>();
  const unknown = split.filter((id) => !identified.stretches.has(id));
  for (const id of split) {
    const stretches = identified.stretches.get(id);
    if (stretches) owners.set(id, stretches);
  }
  if (unknown.length === 0) return owners;
  const { rows } = await sql<{ id: string; from: string; owner: string }>`
    SELECT profile_id AS id, from_ms AS "from", person_id AS owner FROM person_override WHERE profile_id = ANY(${unknown}::bigint[]) AND NOT deleted ORDER BY profile_id, from_ms`.execute(tx);
  for (const { id, from, owner } of rows) {
    const stretch = { from: Number(from), owner };
    const list = owners.get(id);
    if (list) list.push(stretch);
    else owners.set(id, [stretch]);
  }
  return owners;
}
