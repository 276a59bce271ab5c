import { ownerAt, type Stretch } from "@throughline/domain";
import { sql } from "kysely";
import type { PipelineEvent } from "../collect/index.ts";
import type { ProfileRow, Tx } from "./profiles.store.ts";

/** The person on whose timeline an event is. */
export type OwnerOf = (event: PipelineEvent) => string;

/** Whose each event of a batch is: of a shared device by time, as just settled (`settled`) or else as stored. */
export async function findOwners(
  tx: Tx,
  events: readonly PipelineEvent[],
  profiles: ReadonlyMap<string, ProfileRow>,
  settled: ReadonlyMap<string, Stretch[]>,
): Promise<OwnerOf> {
  const split = [...new Set(events.map((event) => event.profile.id))].filter((id) => profiles.get(id)?.split);
  const stored = await storedStretches(
    tx,
    split.filter((id) => !settled.has(id)),
  );
  return ({ profile, message }) => {
    const row = profiles.get(profile.id);
    if (!row) throw new Error("Every event has a profile by now.");
    const stretches = row.split ? (settled.get(profile.id) ?? stored.get(profile.id)) : undefined;
    return (stretches && ownerAt(stretches, message.at)) ?? row.personId;
  };
}

async function storedStretches(tx: Tx, ids: readonly string[]): Promise<Map<string, Stretch[]>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; from: string; owner: string }>`
    SELECT profile_id AS id, from_ms AS "from", person_id AS owner FROM person_override WHERE profile_id = ANY(${ids}::bigint[]) AND NOT deleted ORDER BY profile_id, from_ms`.execute(
    tx,
  );
  return new Map(
    [...Map.groupBy(rows, (row) => row.id)].map(([id, list]) => [id, list.map(({ from, owner }) => ({ from: Number(from), owner }))]),
  );
}
