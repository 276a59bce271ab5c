import { actors, channels, defaultNames, type Actor, type Channel } from "@throughline/contract";
import { isObject, statedTraits, type JsonObject } from "@throughline/domain";
import { textOf, type PipelineEvent } from "../collect/index.ts";
import { parseUserAgent } from "./user-agent.ts";

/** A row of the table `interaction`, in the order of {@link interactionColumns}. Times are ms since 1970. */
export const interactionColumns = [
  "workspace_id",
  "id",
  "profile_id",
  "account_id",
  "at",
  "received_at",
  "kind",
  "name",
  "channel",
  "actor",
  "source_id",
  "message_id",
  "session_id",
  "url",
  "path",
  "title",
  "referrer",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "browser",
  "os",
  "device",
  "locale",
  "timezone",
  "library",
  "ip",
  "is_bot",
  "properties",
  "context",
  "log_partition",
  "log_position",
  "log_index",
] as const;
export type InteractionRow = Record<(typeof interactionColumns)[number], string | number | boolean | JsonObject>;

const part = (object: JsonObject, name: string): JsonObject => (isObject(object[name]) ? object[name] : {});
/** Never half a character: a lone surrogate is no text that ClickHouse reads. */
const cut = (text: string | null, length: number): string =>
  text === null ? "" : text.length <= length ? text : text.slice(0, length).toWellFormed();

/** Context that columns hold already; the rest is kept as it came. */
const inColumns = new Set([
  "page",
  "userAgent",
  "locale",
  "timezone",
  "library",
  "campaign",
  "channel",
  "actor",
  "sessionId",
  "groupId",
  "ip",
  "traits",
]);

/** Event → timeline row: user agent, page, campaign, locale, time zone, channel and actor are derived here. */
export function toInteractionRow(event: PipelineEvent): InteractionRow {
  const { message } = event;
  const { context, properties } = message;
  const page = part(context, "page");
  const campaign = part(context, "campaign");
  const library = textOf(part(context, "library"), "name") ?? "";
  const userAgent = textOf(context, "userAgent") ?? (event.userAgent?.startsWith("Mozilla/") ? event.userAgent : "");
  const agent = parseUserAgent(userAgent);
  const url = textOf(page, "url") ?? (message.type === "page" ? textOf(properties, "url") : null);
  return {
    workspace_id: event.workspaceId,
    id: event.id,
    profile_id: event.profile.id,
    account_id: event.accountId ?? "0",
    at: message.at,
    received_at: event.receivedAt,
    kind: message.type,
    name: nameOf(event),
    channel: channelOf(context, message.type, library, agent.browser !== "" ? agent.device : null),
    actor: actorOf(context),
    source_id: event.sourceId,
    message_id: message.messageId,
    session_id: cut(textOf(context, "sessionId"), 100),
    url: cut(url, 2000),
    path: cut(textOf(page, "path") ?? (message.type === "page" ? textOf(properties, "path") : null) ?? pathOf(url), 1000),
    title: cut(textOf(page, "title") ?? (message.type === "page" ? textOf(properties, "title") : null), 500),
    referrer: cut(textOf(page, "referrer") ?? (message.type === "page" ? textOf(properties, "referrer") : null), 2000),
    utm_source: cut(textOf(campaign, "source"), 200),
    utm_medium: cut(textOf(campaign, "medium"), 200),
    utm_campaign: cut(textOf(campaign, "name") ?? textOf(campaign, "campaign"), 200),
    browser: agent.browser,
    os: cut(textOf(part(context, "os"), "name") ?? agent.os, 100),
    device: cut(textOf(part(context, "device"), "type") ?? agent.device, 100),
    locale: cut(textOf(context, "locale"), 35),
    timezone: cut(textOf(context, "timezone"), 64),
    library: cut(library, 100),
    ip: event.ip ?? "",
    is_bot: agent.bot,
    properties:
      message.type === "identify" || message.type === "group"
        ? { ...statedTraits(message), ...properties }
        : message.type === "alias"
          ? { previousId: message.previousId }
          : properties,
    context: restOf(context),
    log_partition: event.partition,
    log_position: event.position,
    log_index: event.index,
  };
}

export const nameOf = (event: PipelineEvent): string =>
  event.message.name ?? defaultNames[event.message.type as Exclude<typeof event.message.type, "track">];

function restOf(context: JsonObject): string {
  const rest = Object.entries(context).filter(([name]) => !inColumns.has(name));
  return rest.length === 0 ? "" : JSON.stringify(Object.fromEntries(rest));
}

function pathOf(url: string | null): string {
  return url !== null && URL.canParse(url) ? new URL(url).pathname : "";
}

function actorOf(context: JsonObject): Actor {
  return actors.includes(context["actor"] as Actor) ? (context["actor"] as Actor) : "customer";
}

/** What the source says; else by call, library and user agent. */
function channelOf(context: JsonObject, type: string, library: string, browserDevice: string | null): Channel {
  const stated = context["channel"];
  if (channels.includes(stated as Channel)) return stated as Channel;
  if (stated === "browser") return "web";
  if (type === "screen" || /ios|android|react-native|flutter|swift|kotlin|unity/i.test(library)) return "mobile";
  if (/node|python|ruby|java\b|php|go\b|server|dotnet|rust|elixir/i.test(library)) return "server";
  return type === "page" || browserDevice !== null || /js|web|browser/i.test(library) ? "web" : "server";
}
