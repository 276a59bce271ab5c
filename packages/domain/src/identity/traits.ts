import type { Message } from "../collect/message.ts";

/** A trait with its origin: value, time in milliseconds, message id; `true` where it was stated only in case that nobody states it. */
export type TraitEntry = [value: unknown, at: number, messageId: string, once?: true];
export type Traits = { [name: string]: TraitEntry };

/** Later, or at the same millisecond with the larger message id, so that every order gives the same. */
export const isNewer = (a: TraitEntry, b: TraitEntry): boolean => a[1] > b[1] || (a[1] === b[1] && a[2] > b[2]);

/** What is stated plainly holds over what is stated once; of the former the latest holds, of the latter the earliest. A total order, so that arrival never matters. */
const holdsOver = (a: TraitEntry, b: TraitEntry): boolean => (a[3] === b[3] ? (a[3] ? isNewer(b, a) : isNewer(a, b)) : b[3] === true);

/** Folds entries into one set, name by name. Commutative, associative and idempotent. */
export function foldTraits(...all: readonly Traits[]): Traits {
  const folded: Traits = {};
  for (const traits of all) {
    for (const [name, entry] of Object.entries(traits)) {
      const current = Object.hasOwn(folded, name) ? folded[name] : undefined;
      if (current === undefined || holdsOver(entry, current)) define(folded, name, entry);
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

/** The same of entries that hold only where nobody states the trait (PostHog's `$set_once`). */
export function traitsOnceAt(values: { [name: string]: unknown }, at: number, messageId: string): Traits {
  const traits: Traits = {};
  for (const [name, value] of Object.entries(values)) define(traits, name, [value, at, messageId, true]);
  return traits;
}

/** What a message says of somebody. */
export function traitsOfMessage({
  traits,
  traitsOnce,
  at,
  messageId,
}: Pick<Message, "traits" | "traitsOnce" | "at" | "messageId">): Traits {
  const stated = traitsAt(traits, at, messageId);
  return traitsOnce === undefined ? stated : foldTraits(stated, traitsOnceAt(traitsOnce, at, messageId));
}

/** The plain values; a trait that was set to null is absent. */
export function traitValues(traits: Traits): { [name: string]: unknown } {
  return Object.fromEntries(Object.entries(traits).flatMap(([name, entry]) => (entry[0] === null ? [] : [[name, entry[0]]])));
}
