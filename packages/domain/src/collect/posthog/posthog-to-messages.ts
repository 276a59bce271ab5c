import { isObject, type JsonObject } from "../message.ts";
import { parseTime } from "../correct-time.ts";
import { contextOf } from "./posthog-context.ts";
import { readPosthogEvent, textOf, type PosthogEvent } from "./posthog-event.ts";
import { accountIdOf } from "./posthog-groups.ts";
import { identityOf } from "./posthog-identity.ts";
import { trackedName } from "./posthog-name.ts";
import { pagePropertiesOf, propertiesOf, trackPropertiesOf } from "./posthog-properties.ts";
import { groupTraitsOf, statesTraits, traitsOf, traitsOnceOf } from "./posthog-traits.ts";

/** Screen recordings and pointer positions: not interactions. We have no place for them yet. */
const notInteractions = new Set(["$snapshot", "$snapshot_items", "$performance_event", "$$heatmap", "$$client_ingestion_warning"]);

/**
 * An event of PostHog's capture protocol as messages of Segment's specification, still to be checked: usually one, two where an event also sets
 * properties of the person, none for what is not an interaction. Times are ms since 1970; `sentAt` is that of the request.
 */
export function posthogToMessages(raw: unknown, request: { receivedAt: number; sentAt?: unknown }): unknown[] {
  if (!isObject(raw)) return [raw];
  const event = readPosthogEvent(raw);
  if (notInteractions.has(event.name)) return [];
  const messageId = textOf(raw["uuid"]) ?? textOf(event.properties["$insert_id"]);
  const head = { ...identityOf(event), ...(messageId === null ? {} : { messageId }), ...timeOf(event, request), context: contextOf(event) };
  const messages = [messageOf(event, head)];
  if (!isAboutPerson(event.name) && statesTraits(event))
    messages.push({ ...head, ...(messageId === null ? {} : { messageId: `${messageId}-set` }), ...identifyOf(event) });
  return messages;
}

const identifyOf = (event: PosthogEvent): JsonObject => ({ type: "identify", traits: traitsOf(event), traitsOnce: traitsOnceOf(event) });

const isAboutPerson = (name: string) => name === "$identify" || name === "$set";

function messageOf(event: PosthogEvent, head: JsonObject): JsonObject {
  const { properties } = event;
  switch (event.name) {
    case "$pageview":
    case "$bot_pageview":
      return { ...head, type: "page", properties: pagePropertiesOf(event) };
    case "$screen":
      return { ...head, type: "screen", name: textOf(properties["$screen_name"]), properties: propertiesOf(event) };
    case "$identify":
    case "$set":
      return { ...head, ...identifyOf(event) };
    case "$create_alias":
    case "$merge_dangerously":
      return { ...head, ...aliasOf(event, head) };
    case "$groupidentify":
      return { ...head, ...groupOf(event) };
    default:
      return { ...head, type: "track", event: trackedName(event), properties: trackPropertiesOf(event) };
  }
}

/** Both ids are one person from now on. Where the id so far is a device's, the other one is the user. */
function aliasOf(event: PosthogEvent, head: JsonObject): JsonObject {
  const alias = textOf(event.properties["alias"]);
  const { userId, anonymousId } = head;
  return userId === null ? { type: "alias", userId: alias, previousId: anonymousId } : { type: "alias", previousId: alias };
}

/** SDKs on a server may name no person; they then make up an id of the group's own (`$company_acme`), marked here as `accountOnly`. */
function groupOf(event: PosthogEvent): JsonObject {
  const type = textOf(event.properties["$group_type"]) ?? "company";
  const key = textOf(event.properties["$group_key"]);
  const groupId = key === null ? null : accountIdOf(type, key);
  const madeUp = event.distinctId === `$${type}_${key}`;
  return {
    type: "group",
    groupId,
    traits: groupTraitsOf(event),
    properties: { groupType: type },
    ...(madeUp ? { userId: null, anonymousId: event.distinctId, context: { ...contextOf(event), accountOnly: true } } : {}),
  };
}

/** `timestamp`, or `offset` (ms before the request was sent), or `$time` (seconds). */
function timeOf(event: PosthogEvent, request: { receivedAt: number; sentAt?: unknown }): JsonObject {
  const { raw, properties } = event;
  const sentAt = raw["sent_at"];
  const offset = Number(raw["offset"] ?? Number.NaN);
  if (raw["timestamp"] === undefined && Number.isFinite(offset))
    return { timestamp: (parseTime(request.sentAt ?? sentAt) ?? request.receivedAt) - offset, sentAt };
  return { timestamp: raw["timestamp"] ?? properties["$time"], sentAt };
}
