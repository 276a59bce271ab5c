import { isDeepStrictEqual } from "node:util";
import { describeDuration, describePredicate, durationSchema, predicateSchema } from "@throughline/contract";

type Whole = { [name: string]: unknown };
type Options = {
  /** Names of parts that may hold secrets: that they changed is told, not what they are. */
  secret?: readonly string[];
};

/**
 * For the audit log: what of a definition became another, down to single values, as it was and as it is. Durations and predicates are sentences, long texts are cut to
 * where they differ, members of lists stand under what they are called or else under their place from 1. What is nothing on one side (null, "", an empty list) is left out there.
 */
export function whatChanged(before: Whole, after: Whole, { secret = [] }: Options = {}): { before: Whole; after: Whole } {
  const [was, is] = differing(toWhole(before), toWhole(after), secret);
  return { before: was, after: is };
}

function differing(before: Whole, after: Whole, secret: readonly string[]): [Whole, Whole] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const pairs = names.map((name) => ({
    name,
    sides: secret.includes(name) ? hidden(before[name], after[name]) : pair(before[name], after[name], secret),
  }));
  const side = (at: 0 | 1): Whole =>
    Object.fromEntries(pairs.flatMap(({ name, sides }) => (sides[at] === undefined ? [] : [[name, sides[at]]])));
  return [side(0), side(1)];
}

function pair(before: unknown, after: unknown, secret: readonly string[]): [unknown, unknown] {
  if (isDeepStrictEqual(before, after)) return [undefined, undefined];
  const [left, right] = [inWords(before), inWords(after)];
  if (isWhole(left) && isWhole(right)) {
    const inside = differing(left, right, secret);
    return inside.map((whole) => (Object.keys(whole).length === 0 ? undefined : whole)) as [unknown, unknown];
  }
  if (isDeepStrictEqual(left, right)) return [undefined, undefined];
  if (isWhole(left) || isWhole(right))
    return [left, right].map((side) => (isWhole(side) ? differing({}, side, secret)[1] : shorten(side))) as [unknown, unknown];
  return typeof left === "string" && typeof right === "string" ? whereTheyDiffer(left, right) : [shorten(left), shorten(right)];
}

const hidden = (before: unknown, after: unknown): [unknown, unknown] =>
  isDeepStrictEqual(before, after) ? [undefined, undefined] : [inWords(before) && "not told", inWords(after) && "another, not told"];

const isWhole = (value: unknown): value is Whole => typeof value === "object" && value !== null;

/** A single value; a whole of such; undefined for nothing. */
function inWords(value: unknown): unknown {
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value !== "object") return value;
  const duration = durationSchema.safeParse(value);
  if (duration.success) return describeDuration(duration.data);
  const predicate = predicateSchema.safeParse(value);
  if (predicate.success) return describePredicate(predicate.data);
  if (Array.isArray(value) && value.every((member) => !isWhole(member))) return value.length === 0 ? undefined : value.join(", ");
  const whole = toWhole(value);
  return Object.keys(whole).length === 0 ? undefined : whole;
}

function toWhole(value: object): Whole {
  if (!Array.isArray(value)) return value as Whole;
  const names = value.map(nameOf);
  const tell = names.every((name) => name !== undefined) && new Set(names).size === names.length;
  return Object.fromEntries(value.map((member: unknown, index) => [tell ? names[index] : String(index + 1), member]));
}

function nameOf(member: unknown): string | undefined {
  if (!isWhole(member)) return undefined;
  return ["name", "label", "title", "key", "outcome", "trait"]
    .map((part) => member[part])
    .find((name) => typeof name === "string" && name !== "") as string | undefined;
}

const longest = 160;
const around = 40;

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");
const shorten = (value: unknown): unknown =>
  typeof value === "string" && value.length > longest ? `${onOneLine(value).slice(0, longest)}…` : value;

/** Two texts from a little before the first to a little after the last character in which they differ. */
function whereTheyDiffer(before: string, after: string): [string, string] {
  if (before.length <= longest && after.length <= longest) return [before, after];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  let end = 0;
  while (end < Math.min(before.length, after.length) - same && before.at(-1 - end) === after.at(-1 - end)) end++;
  const cut = (text: string) => {
    const [from, to] = [Math.max(0, same - around), Math.min(text.length, text.length - end + around)];
    const part = onOneLine(text.slice(from, Math.min(to, from + longest)));
    return `${from > 0 ? "…" : ""}${part}${Math.min(to, from + longest) < text.length ? "…" : ""}`;
  };
  return [cut(before), cut(after)];
}
