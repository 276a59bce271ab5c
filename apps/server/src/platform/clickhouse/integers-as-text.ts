import { digitsOf } from "./large-integers.ts";

type Convert = (value: unknown) => unknown;

/** For a ClickHouse type that holds integers of 64 bits or more: what turns its parsed JSON into one with those integers as text. Else null. */
export function integersAsText(type: string): Convert | null {
  if (/^U?Int(64|128|256)$/.test(type)) return (value) => (value === null ? null : digitsOf(value));
  const [, outer, inner] = /^(\w+)\((.*)\)$/s.exec(type) ?? [];
  if (outer === undefined || inner === undefined) return null;
  if (outer === "Nullable" || outer === "LowCardinality") return integersAsText(inner);
  if (outer === "SimpleAggregateFunction") return integersAsText(splitArguments(inner)[1] ?? "");
  if (outer === "Array") return eachOf(integersAsText(inner));
  if (outer === "Map") return eachValueOf(integersAsText(splitArguments(inner)[1] ?? ""));
  return outer === "Tuple" ? eachMember(splitArguments(inner)) : null;
}

const eachOf = (convert: Convert | null): Convert | null => convert && ((value) => (value as unknown[]).map(convert));

const eachValueOf = (convert: Convert | null): Convert | null =>
  convert && ((value) => Object.fromEntries(Object.entries(value as object).map(([key, entry]) => [key, convert(entry)])));

/** A tuple comes as an array, or as an object when its members have names. */
function eachMember(members: string[]): Convert | null {
  const converts = members.map((member) => integersAsText(member.replace(/^(`[^`]*`|\w+) (?=\w)/, "")) ?? ((value: unknown) => value));
  const convertAt = (value: unknown, index: number) => (converts[index] as Convert)(value);
  return (value) =>
    Array.isArray(value)
      ? value.map(convertAt)
      : Object.fromEntries(Object.entries(value as object).map(([key, entry], index) => [key, convertAt(entry, index)]));
}

/** `a, b(c, d)` → `a`, `b(c, d)`. */
function splitArguments(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < list.length; index++) {
    if (list[index] === "(") depth++;
    if (list[index] === ")") depth--;
    if (list[index] !== "," || depth > 0) continue;
    parts.push(list.slice(start, index).trim());
    start = index + 1;
  }
  return [...parts, list.slice(start).trim()];
}
