import { isObject } from "../message.ts";
import { textOf, type PosthogEvent } from "./posthog-event.ts";

/** Group types that mean the customer's company, most telling first. Their keys are our account ids as they are. */
const accountTypes = ["company", "organization", "organisation", "account", "customer", "business", "tenant", "workspace", "team"];

/** The account id of a group: other types (a project, a channel) are told apart by their type, since their keys may collide. */
export const accountIdOf = (type: string, key: string): string => (accountTypes.includes(type.toLowerCase()) ? key : `${type}:${key}`);

/** The account of an event with `$groups`: its company where there is one, else the first group. */
export function accountOfGroups(event: PosthogEvent): string | null {
  const { $groups: groups } = event.properties;
  if (!isObject(groups)) return null;
  const named = Object.entries(groups).flatMap(([type, value]) => {
    const key = textOf(value);
    return key === null ? [] : [{ type, key }];
  });
  const rank = (type: string) => (accountTypes.indexOf(type.toLowerCase()) + accountTypes.length + 1) % (accountTypes.length + 1);
  const [best] = named.sort((a, b) => rank(a.type) - rank(b.type));
  return best ? accountIdOf(best.type, best.key) : null;
}
