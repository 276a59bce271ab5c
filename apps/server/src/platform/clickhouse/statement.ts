import { randomUUID } from "node:crypto";
import type { StatementSettings } from "./clickhouse.ts";

/** Literals, quoted names and comments, in which braces are no placeholders; or a placeholder. */
const token =
  /'(?:[^'\\]|\\[\s\S]|'')*'|"(?:[^"\\]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`|--[^\n]*|\/\*[\s\S]*?\*\/|\{\s*([A-Za-z_]\w*)\s*:\s*([^{}]+?)\s*\}/g;

/** The placeholders `{name:Type}` of a statement: name → declared type. */
export function placeholdersOf(sql: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, type] of sql.matchAll(token)) if (name && type) found.set(name, type);
  return found;
}

/**
 * The values that a statement binds, ready to be formatted. Strings of digits become integers where the type says Int, for the engine does not take them in quotes inside an array.
 * @throws TypeError for a placeholder without a value: the session might still hold another query's value of that name.
 */
export function bindableParams(sql: string, params: Record<string, unknown> = {}): Record<string, unknown> {
  const bound: Record<string, unknown> = {};
  for (const [name, type] of placeholdersOf(sql)) {
    if (!Object.hasOwn(params, name) || params[name] === undefined) throw new TypeError(`The query's parameter ${name} has no value.`);
    bound[name] = /Int\d/.test(type) ? toIntegers(params[name]) : params[name];
  }
  return bound;
}

function toIntegers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toIntegers);
  return typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : value;
}

/** ` SETTINGS a = 1, b = 'x'`, or nothing. */
export function settingsClause(settings: StatementSettings): string {
  const entries = Object.entries(settings);
  if (entries.length === 0) return "";
  const parts = entries.map(([name, value]) => {
    if (!/^[A-Za-z_][\w.]*$/.test(name)) throw new TypeError(`${name} is not the name of a setting.`);
    return `${name} = ${typeof value === "number" ? value : quote(value)}`;
  });
  return ` SETTINGS ${parts.join(", ")}`;
}

/** A SELECT with its settings, on a line of their own, so that a comment at the end does not swallow them. SHOW, DESCRIBE and EXPLAIN take none. */
export function withSettings(query: string, settings: StatementSettings): string {
  return /^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(SELECT|WITH|\()/i.test(query) ? `${query.trimEnd()}\n${settingsClause(settings)}` : query;
}

/** A string literal. */
export function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0")}'`;
}

/**
 * The settings of an insert. Without a token of its own it gets a fresh one, for a table that deduplicates would otherwise drop rows that happen to equal those of an earlier insert.
 */
export function insertSettings(settings: StatementSettings | undefined, dedupeToken: string | undefined): StatementSettings {
  return { ...settings, insert_deduplication_token: dedupeToken ?? randomUUID() };
}

/** `INSERT INTO t (a, b) SETTINGS … FORMAT …`, to be followed by the rows. */
export function insertStatement(insert: {
  table: string;
  columns?: readonly string[] | undefined;
  settings: StatementSettings;
  format?: string;
}): string {
  const columns = insert.columns ? ` (${insert.columns.map(identifier).join(", ")})` : "";
  return `INSERT INTO ${insert.table.split(".").map(identifier).join(".")}${columns}${settingsClause(insert.settings)} FORMAT ${insert.format ?? (insert.columns ? "JSONCompactEachRow" : "JSONEachRow")}`;
}

function identifier(name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) throw new TypeError(`${name} is not the name of a table or column.`);
  return name;
}
