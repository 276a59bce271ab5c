import { formatShare, plural } from "../../ui/format-number.ts";
import type { Property, PropertyType } from "./catalogue-query.ts";

const words: Record<PropertyType, string> = {
  string: "text",
  number: "a number",
  boolean: "true or false",
  date: "a date",
  array: "a list",
  object: "an object",
  null: "nothing",
};

/** Types with their share of all values, the most frequent first. */
export function typeShares({ types }: Pick<Property, "types">): { type: PropertyType; count: number; share: number }[] {
  const total = types.reduce((sum, { count }) => sum + count, 0);
  return types.toSorted((a, b) => b.count - a.count).map(({ type, count }) => ({ type, count, share: total === 0 ? 0 : count / total }));
}

/** The types that differ from the usual one. Nothing is no type, and a date is text that we can read. */
export function strayTypes(property: Pick<Property, "types" | "conflict">): PropertyType[] {
  if (!property.conflict) return [];
  const real = typeShares(property).filter(({ type }) => type !== "null");
  const family = (type: PropertyType) => (type === "date" ? "string" : type);
  const usual = real[0]?.type;
  return usual === undefined ? [] : real.filter(({ type }) => family(type) !== family(usual)).map(({ type }) => type);
}

/** What a conflict means and what to do: “Mostly a number, but text 291 times (3.1 %). …”. */
export function describeConflict(property: Pick<Property, "types" | "conflict">): string {
  const shares = typeShares(property).filter(({ type }) => type !== "null");
  const usual = shares[0];
  if (!usual) return "";
  const strays = strayTypes(property);
  const others = shares
    .filter(({ type }) => strays.includes(type))
    .map(({ type, count, share }) => `${words[type]} ${plural(count, "time")} (${formatShare(share)})`);
  return `Mostly ${words[usual.type]}, but ${others.join(" and ")}. A filter or a sum takes one type and passes over the rest: send ${words[usual.type]} everywhere.`;
}
