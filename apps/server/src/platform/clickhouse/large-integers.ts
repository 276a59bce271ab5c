/** Stands before the digits of a whole number that a double may not hold. Half a surrogate pair: no answer can contain it. */
const largeMark = "\ud800";
const stringOrLargeInteger = /"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g;

/** Lines of JSON → values, large whole numbers as marked text. */
export function parseLines(text: string): unknown[] {
  const json = `[${text.replaceAll("\n", ",")}]`;
  const hasLarge = /[[,:]\s?-?\d{16}/.test(json);
  return JSON.parse(
    hasLarge ? json.replace(stringOrLargeInteger, (match) => (match.startsWith('"') ? match : `"${largeMark}${match}"`)) : json,
  ) as unknown[];
}

/** Marked text → text. */
export const digitsOf = (value: unknown): string =>
  typeof value === "string" && value.startsWith(largeMark) ? value.slice(1) : String(value);

/** Marked text anywhere inside → numbers. */
export function plainNumbers(value: unknown): unknown {
  if (typeof value === "string") return value.startsWith(largeMark) ? Number(value.slice(1)) : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plainNumbers);
  const members = value as Record<string, unknown>;
  for (const name of Object.keys(members)) members[name] = plainNumbers(members[name]);
  return members;
}
