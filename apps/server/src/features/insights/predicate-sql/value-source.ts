import type { PropertyType } from "./predicate-context.ts";

/** A text column, in which the empty text means that there is nothing. */
export type TextValue = { kind: "text"; sql: string };
/** A column with a moment. As text it is ISO 8601 in UTC with milliseconds. */
export type MomentValue = { kind: "moment"; sql: string };
/** A path into a JSON column; `types` are all that its values were ever seen with, null if that is not known. */
export type JsonPlace = { sql: string; types: ReadonlySet<PropertyType> | null };
/** Where a value may be, the first place that has one counts: sources send `{a: {b}}` and `{"a.b"}`. */
export type JsonValue = { kind: "json"; places: readonly JsonPlace[] };
export type ValueSource = TextValue | MomentValue | JsonValue;

/** Dots in names are escaped when rows are written; a path of more names than this is looked for in its plain forms alone. */
const mostNamesJoined = 4;

/** The ways to lead a path into objects, the longest first name first: `a.b` is `a%2Eb`, then `a` → `b`. */
function waysOf(names: readonly string[]): string[][] {
  if (names.length > mostNamesJoined) return [[names.join("%2E")], [...names]];
  if (names.length === 0) return [[]];
  const ways: string[][] = [];
  for (let taken = names.length; taken > 0; taken--)
    for (const rest of waysOf(names.slice(taken))) ways.push([names.slice(0, taken).join("%2E"), ...rest]);
  return ways;
}

/** The places of a property in a JSON column. Those that its catalogue rules out are left away. */
export function jsonPlaces(
  toSql: (names: readonly string[]) => string,
  names: readonly string[],
  typesOf: (name: string) => ReadonlySet<PropertyType> | null,
): JsonPlace[] {
  const ways = waysOf(names).map((way) => ({ way, first: typesOf((way[0] as string).replaceAll("%2E", ".")) }));
  const isCatalogued = ways.some(({ first }) => first !== null);
  const possible = ways.filter(({ way, first }) => !isCatalogued || (first !== null && (way.length === 1 || first.has("object"))));
  return possible.map(({ way, first }) => ({ sql: toSql(way), types: way.length === 1 ? first : null }));
}
