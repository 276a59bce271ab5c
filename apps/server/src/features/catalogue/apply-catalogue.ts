import { sql } from "kysely";
import { exampleOf, propertyNames, statedTraits, typeOf, type JsonObject } from "@throughline/domain";
import type { Tx } from "../identity/index.ts";
import { nameOf } from "../timeline/index.ts";
import type { PipelineAccount, PipelineEvent } from "../collect/index.ts";

type Seen = {
  workspaceId: string;
  kind: string;
  event: string;
  name: string;
  type: string;
  count: number;
  first: number;
  last: number;
  example: string | null;
  profileId: string | null;
};
/** When something was seen, and with whom. */
type Sight = { at: number; profileId: string | null };

/**
 * Adds a batch to the catalogue: each event and each property with its types, counted exactly, since it happens in the batch's transaction.
 * Rows are written in order, so that two batches never deadlock. Values of traits are personal and are not kept as examples.
 */
export async function applyCatalogue(tx: Tx, events: readonly PipelineEvent[], statements: readonly PipelineAccount[]): Promise<void> {
  const seenEvents = new Map<string, Seen>();
  const seenProperties = new Map<string, Seen>();
  for (const event of events) {
    const { message, workspaceId } = event;
    const name = nameOf(event);
    const sight = { at: message.at, profileId: event.profile.id };
    add(seenEvents, sight, { workspaceId, kind: message.type, event: "", name, type: "" }, null);
    const traitsOf = message.type === "identify" ? "person" : message.type === "group" ? "account" : null;
    if (traitsOf) addAll(seenProperties, sight, { workspaceId, kind: traitsOf, event: "" }, statedTraits(message), false);
    addAll(seenProperties, sight, { workspaceId, kind: message.type, event: name }, message.properties, true);
  }
  for (const { workspaceId, account } of statements)
    addAll(seenProperties, { at: account.at, profileId: null }, { workspaceId, kind: "account", event: "" }, account.traits, false);
  if (seenEvents.size > 0) await saveEvents(tx, sorted(seenEvents));
  if (seenProperties.size > 0) await saveProperties(tx, sorted(seenProperties));
}

/** Names of events have 512 characters at most. With them, in any script, this is short enough for the key of a table. */
const longestName = 200;
const cut = (name: string): string => (name.length <= longestName ? name : `${name.slice(0, longestName - 1).toWellFormed()}…`);

const sorted = (seen: Map<string, Seen>): Seen[] => [...seen].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);

function addAll(
  seen: Map<string, Seen>,
  sight: Sight,
  place: { workspaceId: string; kind: string; event: string },
  properties: JsonObject,
  withExample: boolean,
): void {
  for (const name of propertyNames(properties))
    add(seen, sight, { ...place, name: cut(name), type: typeOf(properties[name]) }, withExample ? properties[name] : undefined);
}

function add(
  seen: Map<string, Seen>,
  { at, profileId }: Sight,
  place: Pick<Seen, "workspaceId" | "kind" | "event" | "name" | "type">,
  value: unknown,
): void {
  const key = `${place.workspaceId}\0${place.kind}\0${place.event}\0${place.name}\0${place.type}`;
  const known = seen.get(key);
  if (!known) {
    seen.set(key, {
      ...place,
      count: 1,
      first: at,
      last: at,
      example: value === null || value === undefined ? null : exampleOf(value),
      profileId,
    });
    return;
  }
  known.count++;
  known.first = Math.min(known.first, at);
  known.last = Math.max(known.last, at);
}

async function saveEvents(tx: Tx, rows: Seen[]): Promise<void> {
  await sql`
    INSERT INTO catalogue_event AS c (workspace_id, kind, name, count, first_seen, last_seen)
    SELECT * FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.count)}::bigint[],
      ${rows.map((r) => new Date(r.first))}::timestamptz[], ${rows.map((r) => new Date(r.last))}::timestamptz[])
    ON CONFLICT (workspace_id, kind, name) DO UPDATE SET count = c.count + excluded.count, first_seen = least(c.first_seen, excluded.first_seen), last_seen = greatest(c.last_seen, excluded.last_seen)`.execute(
    tx,
  );
}

async function saveProperties(tx: Tx, rows: Seen[]): Promise<void> {
  await sql`
    INSERT INTO catalogue_property AS c (workspace_id, kind, event, name, type, count, first_seen, last_seen, example, example_profile_id)
    SELECT * FROM unnest(${rows.map((r) => r.workspaceId)}::uuid[], ${rows.map((r) => r.kind)}::text[], ${rows.map((r) => r.event)}::text[], ${rows.map((r) => r.name)}::text[], ${rows.map((r) => r.type)}::text[],
      ${rows.map((r) => r.count)}::bigint[], ${rows.map((r) => new Date(r.first))}::timestamptz[], ${rows.map((r) => new Date(r.last))}::timestamptz[], ${rows.map((r) => r.example)}::text[], ${rows.map((r) => r.profileId)}::bigint[])
    ON CONFLICT (workspace_id, kind, event, name, type) DO UPDATE SET count = c.count + excluded.count, first_seen = least(c.first_seen, excluded.first_seen), last_seen = greatest(c.last_seen, excluded.last_seen),
      example = coalesce(c.example, excluded.example), example_profile_id = CASE WHEN c.example IS NULL THEN excluded.example_profile_id ELSE c.example_profile_id END`.execute(
    tx,
  );
}
