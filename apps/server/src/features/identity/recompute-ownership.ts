import { sql } from "kysely";
import { compareIds, resolvePeople, type Ownership, type Stretch } from "@throughline/domain";
import { loadGraph, mostClaimants, type LoadedGraph } from "./load-graph.ts";
import { lockProfileIds, type Tx } from "./profiles.store.ts";

export type Recomputed = {
  /** People whose profiles changed: those who lost and those who gained. */
  peopleTouched: Set<string>;
  /** The new owners over time of every profile that was looked at. */
  stretches: Map<string, Stretch[]>;
};

/**
 * Computes anew whose timeline these profiles (and all that depends on them) are on, and writes what changed: person ids, overrides, conflicts.
 * Everything that may change is locked before it is looked at; `locked` are the profiles that this transaction holds already. Have all {@link withinReach} among them: profiles are locked in one order of id.
 */
export async function recomputeOwnership(
  tx: Tx,
  workspaceId: string,
  seeds: readonly string[],
  locked: Iterable<string> = [],
): Promise<Recomputed> {
  const graph = await loadAndLock(tx, workspaceId, seeds, new Set(locked));
  const ownership = resolvePeople(graph);
  const peopleTouched = new Set<string>();
  const moved: Moved[] = [];
  const stretches = new Map<string, Stretch[]>();
  const before = await formerStretches(tx, workspaceId, graph);
  for (const profile of graph.profiles) {
    if (!graph.inside.has(profile.id)) continue;
    const owners = ownership.get(profile.id) ?? [{ from: 0, owner: profile.id }];
    stretches.set(profile.id, owners);
    const now: Moved = {
      id: profile.id,
      personId: (owners.at(-1) as Stretch).owner,
      split: owners.length > 1,
      crowded: graph.crowded.has(profile.id),
    };
    for (const person of ownersThatChanged(before.get(profile.id) ?? [{ from: 0, owner: profile.personId }], owners))
      peopleTouched.add(person);
    if (now.personId !== profile.personId || now.split !== profile.split || now.crowded !== profile.crowded) moved.push(now);
  }
  await moveProfiles(tx, workspaceId, moved);
  await writeOverrides(tx, workspaceId, stretches);
  await writeConflicts(tx, workspaceId, graph, ownership);
  return { peopleTouched, stretches };
}

type Moved = { id: string; personId: string; split: boolean; crowded: boolean };

/** What somebody else changed before we held the lock is read again, until nothing new comes into reach. */
async function loadAndLock(tx: Tx, workspaceId: string, seeds: readonly string[], held: Set<string>): Promise<LoadedGraph> {
  for (;;) {
    const graph = await loadGraph(tx, workspaceId, seeds);
    const free = [...graph.inside].filter((id) => !held.has(id));
    if (free.length === 0) return graph;
    await lockProfileIds(tx, workspaceId, free);
    for (const id of free) held.add(id);
  }
}

async function moveProfiles(tx: Tx, workspaceId: string, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return;
  const sorted = [...moved].sort((a, b) => compareIds(a.id, b.id));
  await sql`
    UPDATE profile p SET person_id = m.person_id, split = m.split, crowded = m.crowded
    FROM unnest(${sorted.map((m) => m.id)}::bigint[], ${sorted.map((m) => m.personId)}::bigint[], ${sorted.map((m) => m.split)}::boolean[], ${sorted.map((m) => m.crowded)}::boolean[]) AS m(id, person_id, split, crowded)
    WHERE p.workspace_id = ${workspaceId} AND p.id = m.id`.execute(tx);
}

/** The stretches of split profiles before they are settled anew. */
async function formerStretches(tx: Tx, workspaceId: string, graph: LoadedGraph): Promise<Map<string, Stretch[]>> {
  const ids = graph.profiles.filter((profile) => profile.split && graph.inside.has(profile.id)).map((profile) => profile.id);
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; from: string; owner: string }>`
    SELECT profile_id AS id, from_ms AS "from", person_id AS owner FROM person_override
    WHERE workspace_id = ${workspaceId} AND profile_id = ANY(${ids}::bigint[]) AND NOT deleted ORDER BY profile_id, from_ms`.execute(tx);
  const grouped = Map.groupBy(rows, (row) => row.id);
  return new Map([...grouped].map(([id, list]) => [id, list.map(({ from, owner }) => ({ from: Number(from), owner }))]));
}

/** Those who have other stretches now than before: of a device that hundreds share, a new user concerns two people and not hundreds. */
function ownersThatChanged(before: readonly Stretch[], after: readonly Stretch[]): Set<string> {
  const parts = (stretches: readonly Stretch[]) =>
    new Map(stretches.map(({ from, owner }, index) => [`${owner} ${from} ${stretches[index + 1]?.from ?? ""}`, owner]));
  const [old, now] = [parts(before), parts(after)];
  return new Set(
    [...[...old].filter(([part]) => !now.has(part)), ...[...now].filter(([part]) => !old.has(part))].map(([, owner]) => owner),
  );
}

/** One row for each stretch that is not the profile's own; a row that no longer holds is marked deleted, so that the timeline store hears of it. */
async function writeOverrides(tx: Tx, workspaceId: string, stretches: ReadonlyMap<string, Stretch[]>): Promise<void> {
  const rows = [...stretches].flatMap(([id, owners]) =>
    owners.length === 1 && owners[0]?.owner === id ? [] : owners.map((stretch) => ({ id, from: stretch.from, owner: stretch.owner })),
  );
  const ids = [...stretches.keys()];
  await sql`
    UPDATE person_override o SET deleted = true, version = nextval('person_override_version')
    WHERE o.workspace_id = ${workspaceId} AND o.profile_id = ANY(${ids}::bigint[]) AND NOT o.deleted
      AND NOT EXISTS (SELECT FROM unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.from)}::bigint[]) AS r(id, from_ms) WHERE r.id = o.profile_id AND r.from_ms = o.from_ms)`.execute(
    tx,
  );
  if (rows.length === 0) return;
  await sql`
    INSERT INTO person_override AS o (workspace_id, profile_id, from_ms, person_id)
    SELECT ${workspaceId}::uuid, * FROM unnest(${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => r.from)}::bigint[], ${rows.map((r) => r.owner)}::bigint[])
    ON CONFLICT (workspace_id, profile_id, from_ms) DO UPDATE SET person_id = excluded.person_id, deleted = false, version = nextval('person_override_version')
      WHERE o.person_id <> excluded.person_id OR o.deleted`.execute(tx);
}

/** Two people claim one device or contact: they are not merged, the conflict is kept for people to see, until it is one no more. */
async function writeConflicts(tx: Tx, workspaceId: string, graph: LoadedGraph, ownership: Ownership): Promise<void> {
  const personOf = new Map(graph.profiles.map((profile) => [profile.id, ownership.get(profile.id)?.at(-1)?.owner ?? profile.personId]));
  const rows = graph.conflicts
    .filter(({ childId, claimants }) => graph.inside.has(childId) && new Set(claimants.map((id) => personOf.get(id))).size > 1)
    .map((conflict) => ({ ...conflict, claimants: conflict.claimants.slice(0, mostClaimants) }))
    .sort((a, b) => compareIds(a.childId, b.childId));
  const open = new Set(rows.map(({ childId }) => childId));
  const settled = [...graph.inside].filter((id) => !open.has(id));
  await sql`DELETE FROM identity_conflict WHERE workspace_id = ${workspaceId} AND child_id = ANY(${settled}::bigint[])`.execute(tx);
  if (rows.length === 0) return;
  await sql`
    INSERT INTO identity_conflict AS c (workspace_id, child_id, claimants, at)
    SELECT ${workspaceId}::uuid, child, claimants::bigint[], at
    FROM unnest(${rows.map((r) => r.childId)}::bigint[], ${rows.map((r) => `{${r.claimants.join(",")}}`)}::text[], ${rows.map((r) => new Date(r.at))}::timestamptz[]) AS r(child, claimants, at)
    ON CONFLICT (workspace_id, child_id) DO UPDATE SET claimants = excluded.claimants, at = excluded.at WHERE c.claimants <> excluded.claimants OR c.at <> excluded.at`.execute(
    tx,
  );
}
