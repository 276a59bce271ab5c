/** A trait with its origin: value, time in milliseconds, message id. */
export type TraitEntry = [value: unknown, at: number, messageId: string];
export type Traits = { [name: string]: TraitEntry };

/** The later entry holds; at the same millisecond the larger message id, so that every order gives the same. */
export const isNewer = (a: TraitEntry, b: TraitEntry): boolean => a[1] > b[1] || (a[1] === b[1] && a[2] > b[2]);

/** Folds entries into one set, name by name. Commutative, associative and idempotent. */
export function foldTraits(...all: readonly Traits[]): Traits {
  const folded: Traits = {};
  for (const traits of all) {
    for (const [name, entry] of Object.entries(traits)) {
      const current = Object.hasOwn(folded, name) ? folded[name] : undefined;
      if (current === undefined || isNewer(entry, current)) define(folded, name, entry);
    }
  }
  return folded;
}

/** `__proto__` is an ordinary trait name too. */
function define(target: Traits, name: string, entry: TraitEntry): void {
  Object.defineProperty(target, name, { value: entry, enumerable: true, configurable: true, writable: true });
}

/** Entries as they were stated at one moment. */
export function traitsAt(values: { [name: string]: unknown }, at: number, messageId: string): Traits {
  const traits: Traits = {};
  for (const [name, value] of Object.entries(values)) define(traits, name, [value, at, messageId]);
  return traits;
}

/** The plain values; a trait that was set to null is absent. */
export function traitValues(traits: Traits): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(traits).flatMap(([name, entry]) => (entry[0] === null ? [] : [[name, entry[0]]])));
}
