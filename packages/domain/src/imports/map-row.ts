import type { ImportMapping } from "@throughline/contract";
import { messageLimits, nestedDeeperThan, checkMessage } from "../collect/check-message.ts";
import { isObject, type JsonObject, type Message } from "../collect/message.ts";
import { readCell, readObjectCell, readText, readTime, type Cell } from "./cell-value.ts";
import { isObjectTarget, restObject, type ImportKind } from "./import-targets.ts";
import { contentId } from "./row-identity.ts";

/** What a row says of an account, where it names nobody who belongs to it. */
export type AccountStatement = { messageId: string; key: string; traits: JsonObject; at: number };

/** What was wrong with a row; `field` is the column, where it was one. */
export type RowProblem = { field: string | null; message: string };

/**
 * What a row became. `counted` rows are told apart by how often the very same row came before in the file (events without a message id); of all
 * others the same again is a repetition.
 */
export type MappedRow = { problem: RowProblem } | ({ counted: boolean } & ({ message: Message } | { account: AccountStatement }));

/** One row of a file: cells by column. */
export type RowValues = { readonly [column: string]: unknown };
type Times = { now: number; statedAt: number };
type Raw = JsonObject & Record<"properties" | "traits" | "context", JsonObject>;

const earliestMs = Date.UTC(2000, 0, 1);
const futureMs = 24 * 60 * 60 * 1000;

class Unusable extends Error {
  readonly problem: RowProblem;
  constructor(field: string | null, message: string) {
    super(message);
    this.problem = { field, message };
  }
}

/**
 * Rows of a file → messages. `now` is the moment of reading; `statedAt` the time of what people and accounts rows say without a time of their own.
 * Names in JSON lines that the mapping does not know go where unknown columns go: nothing is lost because the first lines did not show it.
 */
export function createRowMapper({
  kind,
  mapping,
  format,
}: {
  kind: ImportKind;
  mapping: ImportMapping;
  format: "csv" | "jsonl";
}): (values: RowValues, times: Times) => MappedRow {
  const whole = mapping.filter(({ target }) => target !== null && isObjectTarget(target));
  const single = mapping.filter(({ target }) => target !== null && !isObjectTarget(target));
  const known = new Set(mapping.map(({ column }) => column));
  const columnOf = new Map(mapping.map(({ column, target }) => [target, column]));
  const rest = restObject(kind);

  function read(values: RowValues, times: Times): Raw {
    const raw: Raw = { properties: {}, traits: {}, context: {} };
    if (format === "jsonl") takeUnknown(raw, values);
    for (const { column, target } of whole) {
      const value = valueOf(readObjectCell(cellOf(values, column)), column);
      if (isObject(value)) merge(raw[target as "properties"], value);
    }
    for (const { column, target, type } of single) {
      const cell = cellOf(values, column);
      if ((target as string).includes(".")) setPath(raw, (target as string).split("."), valueOf(readCell(cell, type), column));
      else if (target === "timestamp") raw["timestamp"] = readTimestamp(cell, column, times.now);
      else raw[target as string] = valueOf(readText(cell), column);
    }
    return raw;
  }

  function takeUnknown(raw: Raw, values: RowValues): void {
    for (const name of Object.keys(values)) {
      if (known.has(name)) continue;
      const value = values[name];
      if (isObjectTarget(name) && (kind === "events" || name === rest) && isObject(value)) merge(raw[name as "properties"], value);
      else setPath(raw, [rest, name], value);
    }
  }

  return (values, times) => {
    try {
      const raw = read(values, times);
      const row =
        kind === "accounts" && raw["userId"] === undefined && raw["anonymousId"] === undefined
          ? toAccount(raw, times)
          : toMessage(kind, raw, times);
      const said = "account" in row ? row.account : row.message;
      const isOwn = said.messageId !== "";
      if (!isOwn) said.messageId = contentId(kind, said, raw["timestamp"] !== undefined);
      return { ...row, counted: kind === "events" && !isOwn };
    } catch (error) {
      if (error instanceof Unusable)
        return { problem: { ...error.problem, field: columnOf.get(error.problem.field) ?? error.problem.field } };
      throw error;
    }
  };
}

function toMessage(kind: ImportKind, raw: Raw, { now, statedAt }: Times): { message: Message } {
  const given = kind === "people" ? personOf(raw) : kind === "accounts" ? { ...raw, type: "group" } : eventOf(raw);
  const receivedAt = raw["timestamp"] === undefined ? statedAt : now;
  const checked = checkMessage(given, { receivedAt, newMessageId: () => "" });
  if ("rejection" in checked) throw new Unusable(checked.rejection.field, checked.rejection.message);
  return checked;
}

function eventOf(raw: Raw): JsonObject {
  if (raw["timestamp"] === undefined) throw new Unusable("timestamp", "The time is empty; an event needs the time when it happened.");
  const type = typeof raw["type"] === "string" ? raw["type"].toLowerCase() : "track";
  return { ...raw, type, name: raw["name"] ?? raw["event"] };
}

/**
 * A person known by e-mail alone gets a device of their own that the address claims: the company's list is proof of the address, so that they are one with the
 * user who states it, before or after.
 */
function personOf(raw: Raw): JsonObject {
  const { email, ...others } = raw;
  if (typeof email !== "string") return { ...others, type: "identify" };
  const isOnlyName = raw["userId"] === undefined && raw["anonymousId"] === undefined;
  const traits = { ...raw.traits, email, ...(isOnlyName ? { emailVerified: true } : {}) };
  return { ...others, traits, type: "identify", ...(isOnlyName ? { anonymousId: `email:${email.toLowerCase()}` } : {}) };
}

function toAccount(raw: Raw, { statedAt }: Times): { account: AccountStatement } {
  const { groupId: key, traits } = raw;
  if (typeof key !== "string") throw new Unusable("groupId", "groupId is empty; a row of accounts names the account.");
  if (key.length > messageLimits.idLength)
    throw new Unusable("groupId", `groupId has ${key.length} characters; at most ${messageLimits.idLength} are accepted.`);
  if (nestedDeeperThan(traits, messageLimits.depth))
    throw new Unusable(null, `The row is nested deeper than ${messageLimits.depth} levels.`);
  const messageId = typeof raw["messageId"] === "string" ? raw["messageId"] : "";
  if (messageId.length > messageLimits.messageIdLength)
    throw new Unusable("messageId", `messageId has ${messageId.length} characters; at most ${messageLimits.messageIdLength} are accepted.`);
  return { account: { messageId, key, traits, at: typeof raw["timestamp"] === "number" ? raw["timestamp"] : statedAt } };
}

/** Milliseconds since 1970, or nothing. History may lie anywhere since 2000; a future is a mistake of the file. */
function readTimestamp(cell: unknown, column: string, now: number): number | undefined {
  if (valueOf(readText(cell), column) === undefined) return undefined;
  const at = readTime(cell);
  if (at === null)
    throw new Unusable(
      column,
      `“${column}” is ${JSON.stringify(cell).slice(0, 60)}; a time such as 2025-01-31T09:30:00Z, or seconds or milliseconds since 1970, is accepted.`,
    );
  if (at < earliestMs || at > now + futureMs)
    throw new Unusable(column, `“${column}” is ${JSON.stringify(cell).slice(0, 60)}; a time between the year 2000 and now is accepted.`);
  return at;
}

function cellOf(values: RowValues, column: string): unknown {
  if (Object.hasOwn(values, column)) return values[column];
  let value: unknown = values;
  for (const name of column.split(".")) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function valueOf(cell: Cell, column: string): unknown {
  if ("wrong" in cell) throw new Unusable(column, `“${column}” ${cell.wrong}`);
  return "value" in cell ? cell.value : undefined;
}

function setPath(target: JsonObject, path: readonly string[], value: unknown): void {
  if (value === undefined) return;
  let place = target;
  for (const name of path.slice(0, -1)) {
    const inner = Object.hasOwn(place, name) && isObject(place[name]) ? place[name] : {};
    define(place, name, inner);
    place = inner;
  }
  define(place, path.at(-1) as string, value);
}

function merge(target: JsonObject, more: JsonObject): void {
  for (const name of Object.keys(more)) define(target, name, more[name]);
}

/** Names of a file may be anything, also `__proto__`. */
function define(target: JsonObject, name: string, value: unknown): void {
  if (name === "__proto__") Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  else target[name] = value;
}
