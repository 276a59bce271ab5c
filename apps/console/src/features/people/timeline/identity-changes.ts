import type { Interaction } from "@throughline/contract";

/** A trait that an identify or group call stated: `before` is undefined when no older one is known. */
export type TraitChange = { name: string; before: unknown; after: unknown };

const sameValue = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * What each identify (and group) call changed against the ones before it, by interaction id. `entries` are newest first.
 * A call without an older one among them states everything for the first time.
 */
export function identityChanges(entries: readonly Interaction[]): Map<string, TraitChange[]> {
  const changes = new Map<string, TraitChange[]>();
  const known = new Map<string, Map<string, unknown>>();
  for (const entry of entries.toReversed()) {
    if (entry.kind !== "identify" && entry.kind !== "group") continue;
    const whose = entry.kind === "identify" ? entry.personId : `group ${entry.accountId}`;
    const traits = known.get(whose) ?? new Map<string, unknown>();
    const stated = Object.entries(entry.properties);
    changes.set(
      entry.id,
      stated
        .filter(([name, value]) => !traits.has(name) || !sameValue(traits.get(name), value))
        .map(([name, after]) => ({ name, before: traits.get(name), after })),
    );
    for (const [name, value] of stated) traits.set(name, value);
    known.set(whose, traits);
  }
  return changes;
}
