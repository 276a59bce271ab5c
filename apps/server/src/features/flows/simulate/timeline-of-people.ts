import { signalNames, type InteractionView, type JsonObject } from "@throughline/domain";
import { z } from "zod";
import type { ClickHouse } from "../../../platform/clickhouse/index.ts";
import { ownSourceId } from "../../own-interactions/index.ts";
import { conditionsOf, type OwnedStretch } from "../../timeline/index.ts";
import type { CompiledFlow } from "./compile-flow.ts";
import type { Stated } from "./past.ts";

const text = z.string();
const row = z.object({
  id: text,
  profile_id: text,
  account: text,
  ms: z.coerce.number(),
  kind: text,
  name: text,
  channel: text,
  actor: text,
  source: text,
  url: text,
  path: text,
  title: text,
  session_id: text,
  device: text,
  browser: text,
  os: text,
  locale: text,
  timezone: text,
  referrer: text,
  utm_source: text,
  utm_medium: text,
  utm_campaign: text,
  library: text,
  is_bot: z.boolean(),
  properties: z.record(z.string(), z.unknown()),
});
const columns = `id, profile_id, toString(account_id) AS account, toUnixTimestamp64Milli(at) AS ms, kind, name, channel, actor, toString(source_id) AS source, url, path, title, session_id, device, browser, os, locale, timezone, referrer,
  utm_source, utm_medium, utm_campaign, library, is_bot, properties`;
const readSettings = { json_type_escape_dots_in_keys: 1 };
/** Of each profile no more are read than this, the latest. */
export const mostOfProfile = 3_000;
const mostOfAccount = 500;

/** Names of interactions that these flows look at; null for all. */
export function namesReadBy(flows: readonly CompiledFlow[]): string[] | null {
  const matches = flows.flatMap(({ conditions, heard }) => [...conditions.map(({ match }) => match), ...heard]);
  if (matches.some(({ event }) => event === null)) return null;
  return [...new Set([...signalNames, ...matches.flatMap(({ event }) => event ?? [])])];
}

/** What people did until before `toMs`, oldest first, by person; of interactions that nothing asks for only what they say of the person. */
export async function readTimelines(
  clickhouse: ClickHouse,
  workspaceId: string,
  stretches: readonly (OwnedStretch & { personId: string })[],
  { names, toMs }: { names: readonly string[] | null; toMs: number },
): Promise<Map<string, InteractionView[]>> {
  const { conditions, params } = conditionsOf(workspaceId, { stretches });
  conditions.push("i.at < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')", "NOT is_bot");
  conditions.push(`NOT (source_id = '${ownSourceId}' AND name IN ('Segment Entered', 'Segment Left'))`);
  if (names) conditions.push("(kind = 'identify' OR name IN {names:Array(String)})");
  const owners = Map.groupBy(stretches, ({ profileId }) => profileId);
  const found = new Map<string, InteractionView[]>();
  const rows = clickhouse.stream({
    query: `SELECT * FROM (SELECT ${columns} FROM interaction_by_person AS i WHERE ${conditions.join(" AND ")} ORDER BY i.profile_id, i.at DESC, i.id LIMIT 1 BY i.id) LIMIT ${mostOfProfile} BY profile_id`,
    params: { ...params, toMs, ...(names ? { names } : {}) },
    schema: row,
    settings: readSettings,
  });
  for await (const one of rows) {
    const owner = owners.get(one.profile_id)?.find(({ fromMs, untilMs }) => one.ms >= fromMs && one.ms < untilMs);
    if (!owner) continue;
    const list = found.get(owner.personId) ?? [];
    found.set(owner.personId, list);
    list.push(toView(one));
  }
  for (const list of found.values()) list.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return found;
}

const toView = (one: z.infer<typeof row>): InteractionView => ({
  id: one.id,
  at: one.ms,
  name: one.name,
  kind: one.kind,
  channel: one.channel,
  actor: one.actor,
  source: one.source,
  url: one.url,
  path: one.path,
  title: one.title,
  sessionId: one.session_id,
  session: {
    device: one.device,
    browser: one.browser,
    os: one.os,
    locale: one.locale,
    timezone: one.timezone,
    referrer: one.referrer,
    utmSource: one.utm_source,
    utmMedium: one.utm_medium,
    utmCampaign: one.utm_campaign,
    library: one.library,
  },
  account: null,
  ...(one.account === "0" ? {} : { accountId: one.account }),
  properties: one.properties as JsonObject,
  bot: one.is_bot,
});

const statedRow = z.object({ account: text, ms: z.coerce.number(), properties: z.record(z.string(), z.unknown()) });

/** What accounts were said to be over time, oldest first. */
export async function readAccountsStated(
  clickhouse: ClickHouse,
  workspaceId: string,
  accountIds: readonly string[],
  toMs: number,
): Promise<Map<string, Stated[]>> {
  if (accountIds.length === 0) return new Map();
  const rows = await clickhouse.query({
    query: `SELECT toString(account_id) AS account, toUnixTimestamp64Milli(at) AS ms, properties FROM interaction
      WHERE workspace_id = {workspaceId:UUID} AND name = 'Joined Account' AND kind = 'group' AND account_id IN {ids:Array(UInt64)} AND at < fromUnixTimestamp64Milli({toMs:Int64}, 'UTC')
      ORDER BY account_id, at DESC LIMIT ${mostOfAccount} BY account_id`,
    params: { workspaceId, ids: accountIds, toMs },
    schema: statedRow,
    settings: readSettings,
  });
  const stated = new Map<string, Stated[]>();
  for (const { account, ms, properties } of rows.toReversed()) {
    const list = stated.get(account) ?? [];
    stated.set(account, list);
    list.push({ at: ms, traits: properties as JsonObject });
  }
  return stated;
}
