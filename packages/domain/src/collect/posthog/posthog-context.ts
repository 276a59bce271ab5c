import type { JsonObject } from "../message.ts";
import { accountOfGroups } from "./posthog-groups.ts";
import { stated, textOf, type PosthogEvent } from "./posthog-event.ts";

const campaignFields = { source: "utm_source", medium: "utm_medium", name: "utm_campaign", content: "utm_content", term: "utm_term" };

/** PostHog's circumstances of an event in the field names of Segment's `context`. */
export function contextOf(event: PosthogEvent): JsonObject {
  const { properties: p } = event;
  const groupOf = (fields: Record<string, unknown>) => {
    const group = stated(fields);
    return Object.keys(group).length > 0 ? group : undefined;
  };
  return stated({
    library: groupOf({ name: p["$lib"], version: p["$lib_version"] }),
    page: groupOf({
      url: p["$current_url"],
      path: p["$pathname"],
      title: p["$title"] ?? (event.name === "$pageview" ? p["title"] : null),
      referrer: p["$referrer"] === "$direct" ? null : p["$referrer"],
    }),
    campaign: groupOf(Object.fromEntries(Object.entries(campaignFields).map(([field, name]) => [field, p[name]]))),
    userAgent: p["$raw_user_agent"] ?? p["$user_agent"] ?? p["$useragent"],
    os: groupOf({ name: p["$os"] ?? p["$os_name"], version: p["$os_version"] }),
    device: groupOf({
      type: textOf(p["$device_type"])?.toLowerCase(),
      model: p["$device_model"],
      manufacturer: p["$device_manufacturer"],
      name: p["$device_name"],
    }),
    app: groupOf({ name: p["$app_name"], version: p["$app_version"], build: p["$app_build"], namespace: p["$app_namespace"] }),
    screen: groupOf({ width: p["$screen_width"], height: p["$screen_height"] }),
    locale: p["$browser_language"] ?? p["$locale"],
    timezone: p["$timezone"],
    sessionId: p["$session_id"],
    groupId: accountOfGroups(event),
    ip: textOf(p["$ip"]) ?? textOf(event.raw["ip"]),
  });
}
