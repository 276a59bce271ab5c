import { isObject, type JsonObject } from "../message.ts";

/** An event of PostHog's capture protocol as far as its SDKs agree on it: https://posthog.com/docs/api/capture */
export type PosthogEvent = {
  name: string;
  distinctId: string | null;
  properties: JsonObject;
  set: JsonObject;
  setOnce: JsonObject;
  raw: JsonObject;
};

/** Text or a number as text; null for anything else and for nothing. */
export const textOf = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : typeof value === "number" && Number.isFinite(value) ? String(value) : null;

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Reads an event; ids and `$set` are found on the event or among its properties, where older SDKs put them. A call to `/engage/` has no name: it sets properties. */
export function readPosthogEvent(raw: JsonObject): PosthogEvent {
  const properties = objectOf(raw["properties"]);
  const set = { ...objectOf(properties["$set"]), ...objectOf(raw["$set"]) };
  const setOnce = { ...objectOf(properties["$set_once"]), ...objectOf(raw["$set_once"]) };
  return {
    name: textOf(raw["event"]) ?? (raw["$set"] || raw["$set_once"] ? "$set" : ""),
    distinctId: textOf(raw["distinct_id"]) ?? textOf(raw["$distinct_id"]) ?? textOf(properties["distinct_id"]),
    properties,
    set,
    setOnce,
    raw,
  };
}

/** What is left of an object without what is undefined, null or empty text. */
export function stated(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null && value !== ""));
}
