import { isObject, type JsonObject } from "../message.ts";
import { textOf, type PosthogEvent } from "./posthog-event.ts";

const circumstance = /^(\$(?!initial_)|utm_)/;

/**
 * What an event says about the person: `$set`, and `$unset` names as null, which removes them; of PostHog's own properties none, for they are
 * circumstances of an event.
 */
export function traitsOf(event: PosthogEvent): JsonObject {
  const traits: JsonObject = {};
  for (const [name, value] of Object.entries(event.set)) if (!circumstance.test(name)) traits[name.replace(/^\$/, "")] = value;
  const { $unset: unset = event.properties["$unset"] } = event.raw;
  if (Array.isArray(unset))
    for (const name of unset) if (textOf(name) !== null && !circumstance.test(String(name))) traits[String(name)] = null;
  return traits;
}

/** `$set_once`: what holds only where nobody states it. Of PostHog's own properties only those of the first visit are kept (`$initial_utm_source` → `initial_utm_source`). */
export function traitsOnceOf(event: PosthogEvent): JsonObject {
  const traits: JsonObject = {};
  for (const [name, value] of Object.entries(event.setOnce)) {
    if (circumstance.test(name) || value === null || value === "$direct") continue;
    traits[name.replace(/^\$/, "")] = value;
  }
  return traits;
}

/** True if an event that is not about the person states traits by the way: of the first visit alone does not count, the next identify call repeats it. */
export function statesTraits(event: PosthogEvent): boolean {
  return [...Object.keys(traitsOf(event)), ...Object.keys(traitsOnceOf(event))].some((name) => !name.startsWith("initial_"));
}

export const groupTraitsOf = (event: PosthogEvent): JsonObject =>
  isObject(event.properties["$group_set"]) ? event.properties["$group_set"] : {};
