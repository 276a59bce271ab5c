import type { Channel, Interaction, Kind, Person } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { readTimeline, streamTimeline } from "../timeline/index.ts";
import { readPerson, resolvePerson } from "./get-person.ts";
import { stretchesOfPerson, type Db } from "./people.store.ts";

export type TimelineDeps = { db: Db; clickhouse: ClickHouse };
export type PersonTimelineInput = {
  id: string;
  cursor?: string | undefined;
  limit: number;
  name?: string | undefined;
  kind?: Kind | undefined;
  channel?: Channel | undefined;
  search?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** The most interactions that one export holds; a longer history is said to be cut. */
const maxExported = 100_000;

/** A page of a person's timeline, newest first: all their devices, their contacts, and what came before they were known. */
export async function readPersonTimeline(
  deps: TimelineDeps,
  access: Access,
  input: PersonTimelineInput,
): Promise<{ items: Interaction[]; next: string | null }> {
  requirePermission(access, "people:read");
  const { id, cursor, limit, ...filter } = input;
  const personId = await resolvePerson(deps.db, access.workspaceId, id);
  const stretches = await stretchesOfPerson(deps.db, access.workspaceId, personId);
  const page = await readTimeline(deps.clickhouse, access.workspaceId, { ...definedOnly(filter), stretches }, { cursor, limit });
  return { items: ownedBy(page.items, id), next: page.next };
}

const definedOnly = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** The owners were read from Postgres, which knows of a merge a moment before the timeline store does. */
const ownedBy = (items: Interaction[], personId: string): Interaction[] => items.map((item) => ({ ...item, personId }));

/** Everything about a person, for them to have. */
export async function exportPerson(
  deps: TimelineDeps,
  access: Access,
  input: { id: string },
): Promise<{ exportedAt: string; person: Person; interactions: Interaction[]; truncated: boolean }> {
  requirePermission(access, "people:export");
  const personId = await resolvePerson(deps.db, access.workspaceId, input.id);
  const person = await readPerson(deps.db, access.workspaceId, personId);
  const stretches = await stretchesOfPerson(deps.db, access.workspaceId, personId);
  const interactions: Interaction[] = [];
  for await (const interaction of streamTimeline(deps.clickhouse, access.workspaceId, { stretches })) {
    if (interactions.length === maxExported) return { exportedAt: new Date().toISOString(), person, interactions, truncated: true };
    interactions.push({ ...interaction, personId: person.id });
  }
  return { exportedAt: new Date().toISOString(), person, interactions, truncated: false };
}
