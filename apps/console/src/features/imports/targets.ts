import type { ImportMapping } from "@throughline/contract";
import type { ImportKind } from "./import-status.tsx";

const userId = { value: "userId", words: "Whose: the id of the user" };
const anonymousId = { value: "anonymousId", words: "Whose: the id of the device" };
const groupId = { value: "groupId", words: "The account’s key" };
const messageId = { value: "messageId", words: "The event’s own id; repeats count once" };

/** Fields that a column may become, by kind, with what they mean. */
const fields: Record<ImportKind, readonly { value: string; words: string }[]> = {
  events: [
    { value: "event", words: "What happened: the event’s name" },
    userId,
    anonymousId,
    { value: "timestamp", words: "When it happened" },
    groupId,
    messageId,
    { value: "type", words: "track, page, identify, …" },
    { value: "name", words: "The page’s or screen’s name" },
    { value: "previousId", words: "For alias: the id used before" },
  ],
  people: [
    userId,
    { value: "email", words: "The e-mail address, also as identity" },
    anonymousId,
    groupId,
    { value: "timestamp", words: "When this was so" },
    messageId,
  ],
  accounts: [groupId, userId, { value: "timestamp", words: "When this was so" }, anonymousId, messageId],
};
const objects: Record<ImportKind, readonly string[]> = {
  events: ["properties", "traits", "context"],
  people: ["traits"],
  accounts: ["traits"],
};
const needed: Record<ImportKind, readonly (readonly string[])[]> = {
  events: [["event", "type"], ["userId", "anonymousId"], ["timestamp"]],
  people: [["userId", "anonymousId", "email"]],
  accounts: [["groupId"]],
};

/** Where columns go that mean nothing else. */
const restOf = (kind: ImportKind) => (kind === "events" ? "properties" : "traits");

/** What is offered for a column. */
export function targetsFor(kind: ImportKind, column: string): { value: string; words: string }[] {
  const rest = restOf(kind);
  return [
    ...fields[kind],
    { value: `${rest}.${column}`, words: rest === "properties" ? "A property of this name" : "A trait of this name" },
  ];
}

/** True if a column of this kind of file may become it. Names behind a dot are free. */
export function isTargetOf(kind: ImportKind, target: string): boolean {
  return (
    fields[kind].some(({ value }) => value === target) ||
    objects[kind].some((object) => target === object || (target.startsWith(`${object}.`) && target.length > object.length + 1))
  );
}

/** What is still missing before a row can be used, each as the fields of which one would do. */
export function missingOf(kind: ImportKind, mapping: ImportMapping): string[] {
  const used = new Set(mapping.map(({ target }) => target));
  return needed[kind].filter((group) => !group.some((field) => used.has(field))).map((group) => group.join(" or "));
}

/** The same columns in a file of another kind: what does not fit becomes a property or trait of the column's name. */
export function remap(kind: ImportKind, mapping: ImportMapping): ImportMapping {
  const taken = new Set(mapping.flatMap(({ target }) => (target !== null && isTargetOf(kind, target) ? [target] : [])));
  return mapping.map((one) => {
    if (one.target === null || isTargetOf(kind, one.target)) return one;
    const path = one.target.includes(".") ? one.target.slice(one.target.indexOf(".") + 1) : one.column;
    const target = `${restOf(kind)}.${path}`;
    if (taken.has(target)) return { ...one, target: null };
    taken.add(target);
    return { ...one, target };
  });
}

/** What is wrong with each column's target, by column. */
export function problemsOf(kind: ImportKind, mapping: ImportMapping): Map<string, string> {
  const problems = new Map<string, string>();
  const firstWith = new Map<string, string>();
  for (const { column, target } of mapping) {
    if (target === null) continue;
    const first = firstWith.get(target);
    if (!isTargetOf(kind, target)) problems.set(column, `Not a field of ${kind}. Write ${restOf(kind)}.… for a name of your own.`);
    else if (first !== undefined) problems.set(column, `“${first}” becomes this already.`);
    else firstWith.set(target, column);
  }
  return problems;
}
