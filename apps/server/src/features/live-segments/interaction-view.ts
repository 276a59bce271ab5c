import type { InteractionView, JsonObject } from "@throughline/domain";
import type { InteractionRow } from "../timeline/index.ts";

/** A row of the timeline as a predicate sees it: what a condition says of an arriving event is what it would say of the row later. */
export function toInteractionView(row: InteractionRow): InteractionView {
  const text = (name: keyof InteractionRow): string => String(row[name]);
  return {
    id: text("id"),
    at: Number(row.at),
    name: text("name"),
    kind: text("kind"),
    channel: text("channel"),
    actor: text("actor"),
    source: text("source_id"),
    url: text("url"),
    path: text("path"),
    title: text("title"),
    sessionId: text("session_id"),
    session: {
      device: text("device"),
      browser: text("browser"),
      os: text("os"),
      locale: text("locale"),
      timezone: text("timezone"),
      referrer: text("referrer"),
      utmSource: text("utm_source"),
      utmMedium: text("utm_medium"),
      utmCampaign: text("utm_campaign"),
      library: text("library"),
    },
    account: null,
    ...(text("account_id") === "0" ? {} : { accountId: text("account_id") }),
    properties: row.properties as JsonObject,
    bot: row.is_bot === true,
  };
}
