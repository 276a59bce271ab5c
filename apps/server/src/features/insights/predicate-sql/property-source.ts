import { ProductError } from "@throughline/contract";
import type { PredicateContext, PropertyHome } from "./predicate-context.ts";
import { jsonPath } from "./json-path.ts";
import { jsonPlaces, type ValueSource } from "./value-source.ts";

export type PropertySource = { home: PropertyHome; value: ValueSource };

const textColumns: Record<string, string> = {
  "event.$name": "name",
  "event.$kind": "kind",
  "event.$channel": "channel",
  "event.$actor": "actor",
  "event.$path": "path",
  "event.$url": "url",
  "event.$title": "title",
  "event.$source": "toString(source_id)",
  "session.device": "device",
  "session.browser": "browser",
  "session.os": "os",
  "session.locale": "locale",
  "session.timezone": "timezone",
  "session.referrer": "referrer",
  "session.utmSource": "utm_source",
  "session.utmMedium": "utm_medium",
  "session.utmCampaign": "utm_campaign",
  "session.library": "library",
  "account.$key": "key",
  "account.$name": "name",
};
const momentColumns: Record<string, string> = {
  "person.$firstSeen": "first_seen",
  "account.$firstSeen": "first_seen",
  "account.$lastSeen": "last_seen",
};
/** Changes with every interaction, so it is computed from them where a condition asks for it, and cannot be had otherwise. */
export const lastSeenOfPerson = "person.$lastSeen";
const jsonColumns = { event: "properties", person: "traits", account: "traits" } as const;

/**
 * Where a property's values are.
 * @throws ProductError `invalid_input` for an unknown name of a session. Other names with `$` that are not ours are the sources' own (PostHog's `$current_url`).
 */
export function propertySource(property: string, context: Pick<PredicateContext, "typesOf">): PropertySource {
  const [root, ...names] = property.split(".") as [string, ...string[]];
  const home: PropertyHome = root === "person" || root === "account" ? root : "interaction";
  const column = Object.hasOwn(textColumns, property) ? textColumns[property] : undefined;
  if (column !== undefined) return { home, value: { kind: "text", sql: column } };
  if (Object.hasOwn(momentColumns, property)) return { home, value: { kind: "moment", sql: momentColumns[property] as string } };
  if (property === lastSeenOfPerson)
    throw new ProductError("invalid_input", `${property} can be a condition, not a value.`, {
      issues: [{ field: property, message: "is no value to group or count by", accepted: "person.$firstSeen, or a trait" }],
    });
  if (root === "session") throw unknownProperty(property, root);
  const toSql = (way: readonly string[]) => jsonPath(jsonColumns[root as keyof typeof jsonColumns], way);
  return { home, value: { kind: "json", places: jsonPlaces(toSql, names, (name) => context.typesOf(name, home)) } };
}

function unknownProperty(property: string, root: string): ProductError {
  const accepted = Object.keys(textColumns)
    .filter((name) => name.startsWith(`${root}.`))
    .map((name) => name.slice(root.length + 1));
  return new ProductError("invalid_input", `There is no property ${property}.`, {
    issues: [{ field: property, message: "is not known", accepted: accepted.join(", ") || "a name that does not begin with $" }],
  });
}
