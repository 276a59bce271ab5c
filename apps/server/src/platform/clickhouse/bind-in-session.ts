import { quote } from "./statement.ts";

/**
 * `SET param_a = '…';` for each value, to stand before the statement: the engine reads each value as the placeholder's type and never as SQL. chDB's own way of binding
 * is not used, because it makes every bound query of the process wait for the one before.
 */
export function bindInSession(params: Record<string, unknown>): string {
  return Object.entries(params)
    .map(([name, value]) => `SET param_${name} = ${quote(formatValue(value))};\n`)
    .join("");
}

/** A value as ClickHouse reads parameters: text escaped as in TSV, composite values as literals. */
function formatValue(value: unknown): string {
  if (value === null || value === undefined) return "\\N";
  if (typeof value === "string") return escape(value);
  if (typeof value === "boolean") return value ? "1" : "0";
  return formatLiteral(value);
}

function formatLiteral(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "string") return `'${escape(value).replaceAll("'", "\\'")}'`;
  if (value instanceof Date)
    return (value.getTime() / 1000)
      .toFixed(3)
      .replace(/\.000$/, "")
      .padStart(10, "0");
  if (Array.isArray(value)) return `[${value.map(formatLiteral).join(",")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, entry]) => `${formatLiteral(key)}:${formatLiteral(entry)}`)
      .join(",")}}`;
  throw new TypeError(`A ${typeof value} cannot be a parameter of a query.`);
}

const escapes: Record<string, string> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0" };
const escape = (text: string): string => text.replace(/[\\\t\n\r\0]/g, (character) => escapes[character] as string);
