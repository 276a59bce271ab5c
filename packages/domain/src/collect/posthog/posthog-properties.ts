import { isObject, type JsonObject } from "../message.ts";
import { elementOf } from "./posthog-element.ts";
import { stated, textOf, type PosthogEvent } from "./posthog-event.ts";

/** PostHog's own properties that say something about the customer; the rest is circumstances (in the context) or the SDK's book-keeping. */
const kept = [
  /^\$survey_/,
  /^\$ai_/,
  /^\$feature_flag(_response)?$/,
  /^\$(revenue|amount|currency|duration|screen_name)$/,
  /^\$group_(type|key)$/,
];
/** In the context, or of no use once the message is taken. */
const moved = new Set(["token", "api_key", "distinct_id", "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term"]);
/** Click ids that the browser SDK sends with every event, mostly as null. */
const clickIds = new Set([
  "gclid",
  "gclsrc",
  "gad_source",
  "dclid",
  "gbraid",
  "wbraid",
  "fbclid",
  "msclkid",
  "twclid",
  "li_fat_id",
  "mc_cid",
  "igshid",
  "ttclid",
  "rdt_cid",
  "epik",
  "qclid",
  "sccid",
  "oppref",
  "bfcid",
  "irclid",
  "_kx",
]);

/** The sender's own properties of an event, and those of PostHog's that are worth keeping, without their `$`. */
export function propertiesOf(event: PosthogEvent): JsonObject {
  const properties: JsonObject = {};
  for (const [name, value] of Object.entries(event.properties)) {
    if (moved.has(name) || (clickIds.has(name) && value === null)) continue;
    if (!name.startsWith("$")) properties[name] = value;
    else if (kept.some((pattern) => pattern.test(name))) properties[name.slice(1)] = value;
  }
  return properties;
}

/** Properties of a page call, in Segment's names. */
export function pagePropertiesOf(event: PosthogEvent): JsonObject {
  const { properties: p } = event;
  const page = {
    url: p["$current_url"],
    path: p["$pathname"],
    title: p["$title"] ?? p["title"],
    referrer: p["$referrer"] === "$direct" ? null : p["$referrer"],
  };
  return { ...propertiesOf(event), ...stated(page) };
}

/** Properties of a tracked event; those that PostHog captures by itself are brought into readable form. */
export function trackPropertiesOf(event: PosthogEvent): JsonObject {
  const { name, properties: p } = event;
  const path = { path: p["$pathname"] };
  switch (name) {
    case "$autocapture":
    case "$rageclick":
    case "$dead_click":
    case "$copy_autocapture":
      return { ...propertiesOf(event), ...stated(path), ...elementOf(event) };
    case "$pageleave":
      return {
        ...pagePropertiesOf(event),
        ...stated({ seconds: p["$prev_pageview_duration"], maxScroll: p["$prev_pageview_max_scroll_percentage"] }),
      };
    case "$exception":
      return { ...propertiesOf(event), ...stated(path), ...exceptionOf(p) };
    case "$web_vitals":
      return { ...propertiesOf(event), ...stated(path), ...vitalsOf(p) };
    default:
      return propertiesOf(event);
  }
}

/** Type, message and place of the first exception; stack traces are too long for a timeline and often hold source code. */
function exceptionOf(p: JsonObject): JsonObject {
  const list = p["$exception_list"];
  const first = Array.isArray(list) && isObject(list[0]) ? list[0] : {};
  const mechanism = isObject(first["mechanism"]) ? first["mechanism"] : {};
  return stated({
    type: textOf(first["type"]) ?? textOf(p["$exception_type"]),
    message: (textOf(first["value"]) ?? textOf(p["$exception_message"]))?.slice(0, 1000).toWellFormed(),
    level: p["$exception_level"],
    handled: mechanism["handled"],
    place: placeOf(first),
  });
}

/** File and line of the innermost frame of the sender's own code. */
function placeOf(exception: JsonObject): string | undefined {
  const trace = isObject(exception["stacktrace"]) ? exception["stacktrace"]["frames"] : null;
  const frames = Array.isArray(trace) ? trace.filter(isObject) : [];
  const frame = frames.findLast((candidate) => candidate["in_app"] === true) ?? frames.at(-1);
  const file = textOf(frame?.["filename"]);
  return file === null ? undefined : [file, textOf(frame?.["lineno"])].filter(Boolean).join(":").slice(0, 300).toWellFormed();
}

/** `$web_vitals_LCP_value: 1200` → `LCP: 1200`. */
function vitalsOf(p: JsonObject): JsonObject {
  const vitals: JsonObject = {};
  for (const [name, value] of Object.entries(p)) {
    const metric = /^\$web_vitals_([A-Z]+)_value$/.exec(name)?.[1];
    if (metric !== undefined) vitals[metric] = value;
  }
  return vitals;
}
