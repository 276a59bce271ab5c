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
type Place = Pick<Seen, "workspaceId" | "kind" | "event">;
/** By place, then by name: what was seen there, of each type. This runs for each property of each event, so no key is put together for it. */
type Sights = Map<string, Map<string, Seen[]>>;

/**
 * Adds a batch to the catalogue: each event and each property with its types, counted exactly, since it happens in the batch's transaction.
 * Rows are written in order, so that two batches never deadlock. Values of traits are personal and are not kept as examples.
 */
export async function applyCatalogue(tx: Tx, events: readonly PipelineEvent[], statements: readonly PipelineAccount[]): Promise<void> {
  const seenEvents: Sights = new Map();
  const seenProperties: Sights = new Map();
  for (const event of events) {
    const { message, workspaceId } = event;
    const name = nameOf(event);
    const sight = { at: message.at, profileId: event.profile.id };
    const place = { workspaceId, kind: message.type, event: "" };
    add(namesAt(seenEvents, place), place, name, "", sight, null);
    const traitsOf = message.type === "identify" ? "person" : message.type === "group" ? "account" : null;
    if (traitsOf) addAll(seenProperties, { workspaceId, kind: traitsOf, event: "" }, sight, statedTraits(message), false);
    addAll(seenProperties, { workspaceId, kind: message.type, event: name }, sight, message.properties, true);
  }
  for (const { workspaceId, account } of statements)
    addAll(seenProperties, { workspaceId, kind: "account", event: "" }, { at: account.at, profileId: null }, account.traits, false);
  if (seenEvents.size > 0) await saveEvents(tx, sorted(seenEvents));
  if (seenProperties.size > 0) await saveProperties(tx, sorted(seenProperties));
}

/** Names of events have 512 characters at most. With them, in any script, this is short enough for the key of a table. */
const longestName = 200;
const cut = (name: string): string => (name.length <= longestName ? name : `${name.slice(0, longestName - 1).toWellFormed()}…`);

function sorted(sights: Sights): Seen[] {
  const rows = [...sights.values()].flatMap((byName) => [...byName.values()].flat());
  const keyed = rows.map((row) => ({ row, key: [row.workspaceId, row.kind, row.event, row.name, row.type].join("\0") }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ row }) => row);
}

function namesAt(sights: Sights, place: Place): Map<string, Seen[]> {
  const key = `${place.workspaceId}\0${place.kind}\0${place.event}`;
  let byName = sights.get(key);
  if (!byName) sights.set(key, (byName = new Map()));
  return byName;
}

function addAll(sights: Sights, place: Place, sight: Sight, properties: JsonObject, withExample: boolean): void {
  const byName = namesAt(sights, place);
  for (const name of propertyNames(properties))
    add(byName, place, cut(name), typeOf(properties[name]), sight, withExample ? properties[name] : undefined);
}

function add(byName: Map<string, Seen[]>, place: Place, name: string, type: string, { at, profileId }: Sight, value: unknown): void {
  const ofTypes = byName.get(name);
  const known = ofTypes?.find((seen) => seen.type === type);
  if (known) {
    known.count++;
    known.first = Math.min(known.first, at);
    known.last = Math.max(known.last, at);
    return;
  }
  const example = value === null || value === undefined ? null : exampleOf(value);
  const seen = { ...place, name, type, count: 1, first: at, last: at, example, profileId };
  if (ofTypes) ofTypes.push(seen);
  else byName.set(name, [seen]);
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
