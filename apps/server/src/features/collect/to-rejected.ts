import { randomUUID } from "node:crypto";
import type { ProductError } from "@throughline/contract";
import {
  isObject,
  messageLimits,
  nestedDeeperThan,
  type JsonObject,
  type MessageType,
  type Rejection,
  type RejectionCode,
} from "@throughline/domain";
import type { Rejected } from "./log-entry.ts";

/** What a request says for each of its messages. */
type Given = { implied?: MessageType; context?: JsonObject; sentAt?: unknown };

/**
 * What quarantine keeps of something unusable: whole where it is of a sane size, so that it can be replayed (with the type that its path implied,
 * the context of its batch, and the moment of sending, by which clocks are corrected), else its start, so that one sender cannot fill the disk.
 */
export function toRejected(raw: unknown, rejection: Rejection, given: Given): Rejected {
  const field = (name: string) => (isObject(raw) ? idText(raw[name]) : null);
  return {
    ...rejection,
    id: randomUUID(),
    raw: keepable(textOf(withGiven(raw, given))),
    eventName: field("event") ?? field("name"),
    userId: field("userId"),
    anonymousId: field("anonymousId"),
  };
}

/** A whole request that was refused: its sender sees the error, its workspace the reason and the start of what was read, if anything was. */
export function toRefused(start: string, code: RejectionCode, { message, issues }: ProductError): Rejected {
  const field = issues[0]?.field || null;
  return { code, field, message, id: randomUUID(), raw: keepable(start), eventName: null, userId: null, anonymousId: null };
}

/** As much as quarantine keeps of a body that could not be read. */
export const startOf = (body: Buffer): string => body.toString("utf8", 0, messageLimits.eventBytes);

const telling = ["type", "event", "name", "messageId", "userId", "anonymousId", "distinct_id"];

/** By what a refused batch can be recognised: how many messages it had, and the names and ids of the first. Nothing that may hold an address. */
export function sketchOf(messages: readonly unknown[]): string {
  const [first] = messages;
  const known = isObject(first)
    ? telling.filter((name) => typeof first[name] === "string").map((name) => `${name} ${String(first[name])}`)
    : [];
  return [`${messages.length} messages`, ...(known.length > 0 ? [`the first: ${known.join(", ")}`] : [])].join("; ");
}

/** Cut to the size of an event, without what Postgres cannot store. */
const keepable = (text: string): string => text.slice(0, messageLimits.eventBytes).replaceAll("\0", "\uFFFD").toWellFormed();

function withGiven(raw: unknown, { implied, context, sentAt }: Given): unknown {
  if (!isObject(raw)) return raw;
  const own = raw["context"];
  const merged = context && (own === undefined || own === null || isObject(own)) ? { context: { ...context, ...own } } : {};
  const sent = typeof sentAt === "string" || typeof sentAt === "number" ? { sentAt } : {};
  return { ...raw, ...merged, ...sent, ...(implied ? { type: implied } : {}) };
}

/** What is nested too deeply cannot be written out again; its ids are kept. */
const textOf = (value: unknown): string => (nestedDeeperThan(value, messageLimits.depth) ? "" : (JSON.stringify(value) ?? ""));

const idText = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, messageLimits.idLength).toWellFormed() : null;
