import { textOf, type PosthogEvent } from "./posthog-event.ts";

export type PosthogIdentity = { userId: string | null; anonymousId: string | null };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** SDKs that run at the customer's and make an id of their own before somebody signs in. */
const clientLibraries = /^(web|js|posthog-js|posthog-(ios|android|flutter|react-native|unity))/;

/** All visitors without cookies share this id; PostHog's servers replace it by a daily hash. It names nobody. */
const sharedIds = new Set(["$posthog_cookieless"]);

/**
 * Whether PostHog's one `distinct_id` is a user or a device.
 *
 * SDKs at the customer's say so (`$is_identified`), or show it (`$device_id`, `$user_id`); where an older one does not, an id in the form that
 * these SDKs make up (a UUID) is a device. Elsewhere the id is what the customer's own code calls its user, unless the event asks for no person
 * (`$process_person_profile: false`) under a made-up id.
 */
export function identityOf(event: PosthogEvent): PosthogIdentity {
  const { distinctId, properties } = event;
  if (distinctId === null || sharedIds.has(distinctId)) return { userId: null, anonymousId: null };
  const deviceId = textOf(properties["$device_id"]);
  if (isDevice(event, distinctId, deviceId)) return { userId: null, anonymousId: distinctId };
  const anonymousId = textOf(properties["$anon_distinct_id"]) ?? deviceId;
  return { userId: distinctId, anonymousId: anonymousId === distinctId ? null : anonymousId };
}

function isDevice(event: PosthogEvent, distinctId: string, deviceId: string | null): boolean {
  const { properties, name } = event;
  if (name === "$identify" && textOf(properties["$anon_distinct_id"]) !== null) return false;
  if (typeof properties["$is_identified"] === "boolean") return !properties["$is_identified"];
  if (textOf(properties["$user_id"]) === distinctId) return false;
  if (deviceId !== null) return deviceId === distinctId;
  const madeUp = uuid.test(distinctId);
  return madeUp && (properties["$process_person_profile"] === false || clientLibraries.test(textOf(properties["$lib"]) ?? ""));
}
