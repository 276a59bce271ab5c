import { sql } from "kysely";
import { LRUCache } from "lru-cache";
import { compareIds, foldTraits, mergeIdOf, traitsOfMessage, type Traits } from "@throughline/domain";
import type { Identifier, PipelineEvent } from "../collect/index.ts";
import { claimProfiles, hourOf, type ClaimRow } from "./claim-profiles.ts";
import { claimsOf, previousIdentifiers } from "./claims-of-event.ts";
import { withinReach } from "./load-graph.ts";
import type { IsSuppressed } from "./suppressed.ts";
import { findOwners, type OwnerOf } from "./owners-over-time.ts";
import { createProfiles, lockProfiles, type ProfileKey, type ProfileRow, type Sighting, type Tx } from "./profiles.store.ts";
import { recomputeOwnership, type Recomputed } from "./recompute-ownership.ts";

export type Identified = {
  profiles: Map<string, ProfileRow>;
  /** People of each workspace whose row has to be folded anew. */
  peopleToFold: Map<string, Set<string>>;
  /** Whose each event of the batch is. */
  ownerOf: OwnerOf;
  /** Profiles that were looked at anew: they may have gone from one person to another. */
  settled: ProfileKey[];
  /** Owners over time of profiles that changed in this batch. */
  stretches: Recomputed["stretches"];
  /** To be called after the commit: what need not be written again within its hour. */
  remember: () => void;
};

/**
 * Finds or creates the profiles that a batch names, records what it says about who belongs together, and settles whose timelines they are on.
 * Keeps the evidence of this hour in memory, so that the same claim is not written with every event. What was suppressed is not created anew.
 */
export function createIdentityStage() {
  const written = new LRUCache<string, number>({ max: 200_000 });

  return async function applyIdentity(tx: Tx, events: readonly PipelineEvent[], isSuppressed: IsSuppressed): Promise<Identified> {
    const claims: (ClaimRow & { child: Identifier; claimant: Identifier; cacheKey: string })[] = [];
    for (const event of events) {
      for (const { child, claimant, reason } of claimsOf(event)) {
        if (isSuppressed(event, child) || isSuppressed(event, claimant)) continue;
        const cacheKey = `${child.id} ${claimant.id} ${reason} ${hourOf(event.message.at)}`;
        if ((written.get(cacheKey) ?? Infinity) < event.message.at) continue;
        claims.push({
          workspaceId: event.workspaceId,
          childId: child.id,
          claimantId: claimant.id,
          reason,
          atMs: event.message.at,
          messageId: event.message.messageId,
          sourceId: event.sourceId,
          child,
          claimant,
          cacheKey,
        });
      }
    }
    const aliases = events.flatMap((event) =>
      previousIdentifiers(event)
        .filter((previous) => !isSuppressed(event, previous))
        .map((previous) => ({ event, previous })),
    );
    const { profiles, created } = await findProfiles(
      tx,
      sightingsOf(events, claims, aliases),
      await withinReach(tx, mayMove(claims, aliases)),
    );
    const changed = await claimProfiles(tx, claims, profiles);
    const aliased = await recordAliases(tx, aliases);

    const peopleToFold = new Map<string, Set<string>>();
    const stretches: Recomputed["stretches"] = new Map();
    const settled: ProfileKey[] = [];
    for (const [workspaceId, seeds] of Map.groupBy<string, ProfileKey>([...changed, ...aliased], (key) => key.workspaceId)) {
      const result = await recomputeOwnership(
        tx,
        workspaceId,
        seeds.map((seed) => seed.id),
        profiles.keys(),
      );
      peopleToFold.set(workspaceId, result.peopleTouched);
      for (const [id, owners] of result.stretches) {
        stretches.set(id, owners);
        settled.push({ workspaceId, id });
        const profile = profiles.get(id);
        if (profile) Object.assign(profile, { personId: owners.at(-1)?.owner ?? id, split: owners.length > 1 });
      }
    }
    // A new user is found by their id at once; a new device has nothing yet that a fold would add.
    for (const row of created)
      if (row.kind !== "anonymousId") addTo(peopleToFold, row.workspaceId, profiles.get(row.id)?.personId ?? row.personId);
    const ownerOf = await findOwners(tx, events, profiles, stretches);
    return {
      profiles,
      peopleToFold,
      ownerOf,
      settled,
      stretches,
      remember: () => claims.forEach((claim) => written.set(claim.cacheKey, claim.atMs)),
    };
  };
}

/** Of what such statements are about much can hang that they do not name: users, devices and contacts that go along. A device that somebody uses brings nothing but itself. */
const mayMove = (claims: readonly (ClaimRow & { child: Identifier })[], aliases: readonly Alias[]): ProfileKey[] => [
  ...claims.flatMap(({ workspaceId, child }) => (child.kind === "anonymousId" ? [] : [{ workspaceId, id: child.id }])),
  ...aliases.flatMap(({ event: { workspaceId, profile }, previous }) => [profile.id, previous.id].map((id) => ({ workspaceId, id }))),
];

type Alias = { event: PipelineEvent; previous: Identifier };

function sightingsOf(
  events: readonly PipelineEvent[],
  claims: readonly { workspaceId: string; atMs: number; child: Identifier; claimant: Identifier }[],
  aliases: readonly Alias[],
): Map<string, Sighting> {
  const sightings = new Map<string, Sighting>();
  const see = (workspaceId: string, { id, kind, value }: Identifier, atMs: number) => {
    const known = sightings.get(id);
    if (!known || known.at.getTime() > atMs) sightings.set(id, { workspaceId, id, kind, value, at: new Date(atMs) });
  };
  for (const event of events) see(event.workspaceId, event.profile, event.message.at);
  for (const claim of claims) {
    see(claim.workspaceId, claim.child, claim.atMs);
    see(claim.workspaceId, claim.claimant, claim.atMs);
  }
  for (const { event, previous } of aliases) see(event.workspaceId, previous, event.message.at);
  return sightings;
}

export function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set) set.add(value);
  else sets.set(key, new Set([value]));
}

/** Those that are seen, and locked with them in one order, those that may go along. */
async function findProfiles(
  tx: Tx,
  sightings: ReadonlyMap<string, Sighting>,
  along: readonly ProfileKey[],
): Promise<{ profiles: Map<string, ProfileRow>; created: ProfileRow[] }> {
  const found = await lockProfiles(tx, [...sightings.values(), ...along]);
  const profiles = new Map(found.map((row) => [row.id, row]));
  const created = await createProfiles(
    tx,
    [...sightings.values()].filter((sighting) => !profiles.has(sighting.id)),
  );
  for (const row of created) profiles.set(row.id, row);
  return { profiles, created };
}

async function recordAliases(tx: Tx, aliases: readonly Alias[]): Promise<ProfileKey[]> {
  for (const { event, previous } of aliases) {
    const { workspaceId, message, profile } = event;
    await sql`
      INSERT INTO identity_merge (id, workspace_id, from_id, into_id, reason, at, message_id, source_id)
      VALUES (${mergeIdOf(workspaceId, previous.id, profile.id)}, ${workspaceId}, ${previous.id}, ${profile.id}, 'alias', ${new Date(message.at)}, ${message.messageId}, ${event.sourceId})
      ON CONFLICT (id) DO UPDATE SET at = least(identity_merge.at, excluded.at)`.execute(tx);
  }
  return aliases.flatMap(({ event, previous }) => [
    { workspaceId: event.workspaceId, id: previous.id },
    { workspaceId: event.workspaceId, id: event.profile.id },
  ]);
}

/** Traits that this batch states, folded into those of each profile; their people are to be folded anew. */
export async function applyTraits(
  tx: Tx,
  events: readonly PipelineEvent[],
  { ownerOf, peopleToFold }: Pick<Identified, "ownerOf" | "peopleToFold">,
): Promise<void> {
  const stated = new Map<string, ProfileKey & { traits: Traits }>();
  for (const event of events) {
    const { workspaceId, profile, message } = event;
    if (message.type !== "identify") continue;
    const traits = traitsOfMessage(message);
    if (Object.keys(traits).length === 0) continue;
    const known = stated.get(profile.id);
    stated.set(profile.id, { workspaceId, id: profile.id, traits: known ? foldTraits(known.traits, traits) : traits });
    addTo(peopleToFold, workspaceId, ownerOf(event));
  }
  const rows = [...stated.values()].sort((a, b) => compareIds(a.id, b.id));
  if (rows.length === 0) return;
  const { rows: current } = await sql<{ id: string; traits: Traits }>`
    SELECT id, traits FROM profile WHERE (workspace_id, id) IN (SELECT * FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.id)}::bigint[]))`.execute(
    tx,
  );
  const before = new Map(current.map((row) => [row.id, row.traits]));
  await sql`
    UPDATE profile p SET traits = t.traits
    FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.id)}::bigint[], ${rows.map((r) => JSON.stringify(foldTraits(before.get(r.id) ?? {}, r.traits)))}::jsonb[]) AS t(workspace_id, id, traits)
    WHERE p.workspace_id = t.workspace_id AND p.id = t.id`.execute(tx);
}
