import { personIdOf, accountIdOf, type Channel, type Interaction, type Kind } from "@throughline/contract";
import { z } from "zod";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";

/** A profile's interactions during a stretch of time (ms, `until` exclusive); the whole of it without bounds. */
export type OwnedStretch = { profileId: string; fromMs: number; untilMs: number };

export type TimelineFilter = {
  stretches?: readonly OwnedStretch[];
  accountId?: string;
  sourceId?: string;
  name?: string;
  kind?: Kind;
  channel?: Channel;
  search?: string;
  from?: string;
  to?: string;
};

const text = z.string();
const rowSchema = z.object({
  id: text,
  profile_id: text,
  person_id: text,
  account_id: text,
  at_text: text,
  received_at_text: text,
  kind: text,
  name: text,
  channel: text,
  actor: text,
  source_id: text,
  message_id: text,
  session_id: text,
  url: text,
  path: text,
  title: text,
  referrer: text,
  utm_source: text,
  utm_medium: text,
  utm_campaign: text,
  browser: text,
  os: text,
  device: text,
  locale: text,
  timezone: text,
  library: text,
  ip: text,
  is_bot: z.boolean(),
  properties: z.record(z.string(), z.unknown()),
  log_partition: z.number(),
  log_position: text,
  log_index: z.number(),
});
export type TimelineRow = z.infer<typeof rowSchema>;

/** Whose timeline a row is on: shared devices by time, else the profile's person, else the profile itself. */
export const personExpression =
  "dictGetOrDefault('person_during', 'person_id', profile_id, toUnixTimestamp64Milli(at), dictGetOrDefault('person_of', 'person_id', profile_id, profile_id))";

/** The account of an interaction is its own, else the first that its person joined: as insights have it. */
const accountCondition = `(account_id = {accountId:UInt64} OR (account_id = 0 AND ${personExpression} IN
  (SELECT s.person_id FROM person_state AS s FINAL WHERE s.workspace_id = {workspaceId:UUID} AND s.account_ids[1] = {accountId:UInt64})))`;

const columns = `id, profile_id, ${personExpression} AS person_id, account_id, toString(at) AS at_text, toString(received_at) AS received_at_text, kind, name, channel, actor, source_id, message_id, session_id,
  url, path, title, referrer, utm_source, utm_medium, utm_campaign, browser, os, device, locale, timezone, library, ip, is_bot, properties, log_partition, log_position, log_index`;
const readSettings = { json_type_escape_dots_in_keys: 1 };

const isoOf = (time: string): string => `${time.replace(" ", "T")}Z`;
const given = <T extends Record<string, string>>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== "")) as Partial<T>;

/** Row → what the API gives. */
export function toInteraction(row: TimelineRow): Interaction {
  const { url, path, title, referrer, browser, os, device, locale, timezone, library, ip } = row;
  const campaign = given({ source: row.utm_source, medium: row.utm_medium, name: row.utm_campaign });
  return {
    id: row.id,
    at: isoOf(row.at_text),
    receivedAt: isoOf(row.received_at_text),
    kind: row.kind as Kind,
    name: row.name,
    channel: row.channel as Channel,
    actor: row.actor as Interaction["actor"],
    personId: personIdOf(row.person_id),
    accountId: row.account_id === "0" ? null : accountIdOf(row.account_id),
    sessionId: row.session_id || null,
    sourceId: row.source_id,
    messageId: row.message_id,
    properties: row.properties,
    context: {
      ...given({ url, path, title, referrer, browser, os, device, locale, timezone, library, ip }),
      ...(Object.keys(campaign).length > 0 ? { campaign: campaign as Record<string, string> } : {}),
      ...(row.is_bot ? { bot: true } : {}),
    },
  };
}

/** The table in the order that suits: by person where the people are given. */
const tableFor = (filter: TimelineFilter): string => (filter.stretches ? "interaction_by_person" : "interaction");

/** Conditions and their parameters for a filter; every value travels as a parameter. */
export function conditionsOf(workspaceId: string, filter: TimelineFilter): { conditions: string[]; params: Record<string, unknown> } {
  const conditions = ["workspace_id = {workspaceId:UUID}"];
  const params: Record<string, unknown> = { workspaceId };
  const add = (condition: string, name: string, value: unknown) => {
    conditions.push(condition);
    params[name] = value;
  };
  if (filter.stretches) conditions.push(stretchCondition(filter.stretches, params));
  if (filter.accountId !== undefined) add(accountCondition, "accountId", filter.accountId);
  if (filter.sourceId !== undefined) add("source_id = {sourceId:UUID}", "sourceId", filter.sourceId);
  if (filter.name !== undefined) add("name = {name:String}", "name", filter.name);
  if (filter.kind !== undefined) add("kind = {kind:String}", "kind", filter.kind);
  if (filter.channel !== undefined) add("channel = {channel:String}", "channel", filter.channel);
  if (filter.from !== undefined) add("at >= fromUnixTimestamp64Milli({from:Int64})", "from", Date.parse(filter.from));
  if (filter.to !== undefined) add("at < fromUnixTimestamp64Milli({to:Int64})", "to", Date.parse(filter.to));
  if (filter.search !== undefined && filter.search !== "")
    add(
      "(positionCaseInsensitiveUTF8(name, {search:String}) > 0 OR positionCaseInsensitiveUTF8(url, {search:String}) > 0 OR positionCaseInsensitiveUTF8(toString(properties), {search:String}) > 0)",
      "search",
      filter.search,
    );
  return { conditions, params };
}

function stretchCondition(stretches: readonly OwnedStretch[], params: Record<string, unknown>): string {
  const whole = stretches.filter((stretch) => stretch.fromMs === 0 && stretch.untilMs === Infinity).map((stretch) => stretch.profileId);
  const parts = ["profile_id IN {profileIds:Array(UInt64)}"];
  params["profileIds"] = whole;
  stretches
    .filter((stretch) => stretch.fromMs !== 0 || stretch.untilMs !== Infinity)
    .forEach((stretch, index) => {
      params[`p${index}`] = stretch.profileId;
      params[`f${index}`] = stretch.fromMs;
      params[`u${index}`] = Math.min(stretch.untilMs, Date.UTC(2200, 0, 1));
      parts.push(
        `(profile_id = {p${index}:UInt64} AND at >= fromUnixTimestamp64Milli({f${index}:Int64}) AND at < fromUnixTimestamp64Milli({u${index}:Int64}))`,
      );
    });
  return `(${parts.join(" OR ")})`;
}

/** Within one millisecond the order is that of arrival: by receipt, and what was received together as it stands in the log. The id makes it total. */
const arrival = ["i.at", "i.received_at", "i.log_partition", "i.log_position", "i.log_index", "i.id"];
const oldestFirst = arrival.join(", ");
const newestFirst = arrival.map((column) => `${column} DESC`).join(", ");

const placeSchema = z.object({
  id: text,
  at_ms: z.coerce.number(),
  received_ms: z.coerce.number(),
  log_partition: z.number(),
  log_position: text,
  log_index: z.number(),
});
/** The last row of a page by {@link arrival}. Ids of interactions are derived from what they identify, so they carry no version as other UUIDs do. */
const moment = z
  .int()
  .min(0)
  .max(Date.UTC(2299, 0, 1));
const cursorSchema = z.tuple([
  moment,
  moment,
  z.int().min(0).max(255),
  z.string().regex(/^\d{1,18}$/),
  z.int().min(0).max(4_294_967_295),
  z.guid(),
]);

/** A page of the timeline, newest first. A row that was written twice is shown once. */
export async function readTimeline(
  clickhouse: ClickHouse,
  workspaceId: string,
  filter: TimelineFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ items: Interaction[]; next: string | null }> {
  const { conditions, params } = conditionsOf(workspaceId, filter);
  const after = decodeCursor(page.cursor, cursorSchema);
  if (after) {
    const [at, received, partition, position, index, id] = after;
    conditions.push(
      "i.at <= fromUnixTimestamp64Milli({afterAt:Int64})",
      `(${arrival.join(", ")}) < (fromUnixTimestamp64Milli({afterAt:Int64}), fromUnixTimestamp64Milli({afterReceived:Int64}), {afterPartition:UInt8}, {afterPosition:UInt64}, {afterIndex:UInt32}, {afterId:UUID})`,
    );
    Object.assign(params, {
      afterAt: at,
      afterReceived: received,
      afterPartition: partition,
      afterPosition: position,
      afterIndex: index,
      afterId: id,
    });
  }
  // Which rows, from narrow columns alone; then those rows alone in full: properties are dear to read and to sort.
  const table = tableFor(filter);
  const places = await clickhouse.query({
    query: `SELECT i.id AS id, toUnixTimestamp64Milli(i.at) AS at_ms, toUnixTimestamp64Milli(i.received_at) AS received_ms, log_partition, log_position, log_index
      FROM ${table} AS i WHERE ${conditions.join(" AND ")} ORDER BY ${newestFirst} LIMIT 1 BY i.id LIMIT ${page.limit + 1}`,
    params,
    schema: placeSchema,
    settings: readSettings,
  });
  if (places.length === 0) return { items: [], next: null };
  conditions.push(
    "i.at BETWEEN fromUnixTimestamp64Milli({oldestMs:Int64}) AND fromUnixTimestamp64Milli({newestMs:Int64})",
    "i.id IN {ids:Array(UUID)}",
  );
  Object.assign(params, { oldestMs: places.at(-1)?.at_ms, newestMs: places[0]?.at_ms, ids: places.map((place) => place.id) });
  const rows = await clickhouse.query({
    query: `SELECT ${columns} FROM ${table} AS i WHERE ${conditions.join(" AND ")} ORDER BY ${newestFirst} LIMIT 1 BY i.id`,
    params,
    schema: rowSchema,
    settings: readSettings,
  });
  const items = rows.slice(0, page.limit).map(toInteraction);
  const last = places[page.limit - 1];
  return { items, next: places.length > page.limit && last ? encodeCursor(cursorAt(last)) : null };
}

const cursorAt = (place: z.infer<typeof placeSchema>): z.infer<typeof cursorSchema> => [
  place.at_ms,
  place.received_ms,
  place.log_partition,
  place.log_position,
  place.log_index,
  place.id,
];

/** Everything that matches, oldest first, row by row (exports). */
export async function* streamTimeline(clickhouse: ClickHouse, workspaceId: string, filter: TimelineFilter): AsyncGenerator<Interaction> {
  const { conditions, params } = conditionsOf(workspaceId, filter);
  const rows = clickhouse.stream({
    query: `SELECT ${columns} FROM ${tableFor(filter)} AS i WHERE ${conditions.join(" AND ")} ORDER BY ${oldestFirst} LIMIT 1 BY i.id`,
    params,
    schema: rowSchema,
    settings: readSettings,
  });
  for await (const row of rows) yield toInteraction(row);
}

export type LogPlace = { position: string; index: number };

/** Rows of the log between two places of each partition (the first excluded, the last included), in order of partition and place. */
export async function readBetween(
  clickhouse: ClickHouse,
  workspaceId: string,
  filter: TimelineFilter,
  range: { after: ReadonlyMap<number, LogPlace>; upTo: ReadonlyMap<number, string>; receivedAfterMs: number; limit: number },
  signal?: AbortSignal,
): Promise<TimelineRow[]> {
  const { conditions, params } = conditionsOf(workspaceId, filter);
  const parts = [...range.upTo].map(([partition, position]) => {
    const after = range.after.get(partition) ?? { position: "0", index: 0 };
    Object.assign(params, { [`after${partition}`]: after.position, [`index${partition}`]: after.index, [`upTo${partition}`]: position });
    return `(log_partition = ${Number(partition)} AND log_position <= {upTo${partition}:UInt64} AND (log_position, log_index) > ({after${partition}:UInt64}, {index${partition}:UInt32}))`;
  });
  conditions.push("received_at >= fromUnixTimestamp64Milli({receivedAfter:Int64})", `(${parts.join(" OR ")})`);
  params["receivedAfter"] = range.receivedAfterMs;
  return clickhouse.query({
    query: `SELECT ${columns} FROM ${tableFor(filter)} AS i WHERE ${conditions.join(" AND ")} ORDER BY i.log_partition, i.log_position, i.log_index LIMIT 1 BY i.id LIMIT ${range.limit}`,
    params,
    schema: rowSchema,
    settings: readSettings,
    ...(signal ? { signal } : {}),
  });
}
