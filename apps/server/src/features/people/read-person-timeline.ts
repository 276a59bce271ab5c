import type { Channel, Interaction, Kind } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { readTimeline } from "../timeline/index.ts";
import { resolvePerson } from "./get-person.ts";
import { stretchesOfPerson, type Db } from "./people.store.ts";

export type TimelineDeps = { db: Db; clickhouse: ClickHouse };
export type TimelineInput = {
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

/** A page of a person's timeline, newest first: all their devices, their contacts, and what came before they were known. */
export async function readPersonTimeline(
  deps: TimelineDeps,
  access: Access,
  input: TimelineInput,
): Promise<{ items: Interaction[]; next: string | null }> {
  requirePermission(access, "people:read");
  const { id, cursor, limit, ...filter } = input;
  const personId = await resolvePerson(deps.db, access.workspaceId, id);
  const stretches = await stretchesOfPerson(deps.db, access.workspaceId, personId);
  const page = await readTimeline(deps.clickhouse, access.workspaceId, { ...definedOnly(filter), stretches }, { cursor, limit });
  return { items: ownedBy(page.items, id), next: page.next };
}

/** What is given of a filter. */
export const definedOnly = <T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

/** The owners were read from Postgres, which knows of a merge a moment before the timeline store does. */
const ownedBy = (items: Interaction[], personId: string): Interaction[] => items.map((item) => ({ ...item, personId }));
