import { randomUUID } from "node:crypto";
import { ProductError, type FieldIssue } from "@throughline/contract";
import { checkMessage, messageLimits, nestedDeeperThan, type JsonObject, type MessageType, type Rejection } from "@throughline/domain";
import type { Log } from "../../platform/log/log.ts";
import type { CollectSource } from "./find-source.ts";
import type { LogEntry, Rejected } from "./log-entry.ts";
import type { RateLimit } from "./rate-limit.ts";

export type AcceptDeps = { log: Log<LogEntry>; takeRate: RateLimit; now: () => number };

/** Messages of one request, in Segment's form, before they are checked. */
export type Incoming = {
  source: CollectSource;
  messages: readonly unknown[];
  implied?: MessageType;
  sentAt?: unknown;
  /** Context of the whole batch; each message's own lies over it. */
  context?: JsonObject;
  ip?: string;
  userAgent?: string;
};

export type Accepted = { accepted: number; rejected: ({ index: number } & Rejection)[] };

/** Segment's limit of events in one batch. */
export const maxBatchEvents = 2_500;

/**
 * Takes the messages that can be used and quarantines the others. Resolves when both are durable.
 * Throws `source_disabled`, `too_large`, `rate_limited` (with the time to wait) or `unavailable`.
 */
export async function acceptMessages(deps: AcceptDeps, incoming: Incoming): Promise<Accepted> {
  const { source, messages } = incoming;
  if (!source.enabled) throw new ProductError("source_disabled", `The source “${source.name}” is disabled.`);
  if (messages.length > maxBatchEvents)
    throw new ProductError("too_large", `The batch has ${messages.length} events; at most ${maxBatchEvents} are accepted.`, { issues: [tooMany(messages.length)] });
  if (messages.length === 0) return { accepted: 0, rejected: [] };
  deps.takeRate(source.id, messages.length, source.eventsPerSecond);

  const receivedAt = deps.now();
  const rejected: Accepted["rejected"] = [];
  const entries = messages.map((raw, index) => {
    const entry = toEntry(raw, incoming, receivedAt);
    if ("x" in entry.entry) rejected.push({ index, code: entry.entry.x.code, field: entry.entry.x.field, message: entry.entry.x.message });
    return entry;
  });
  await deps.log.append(entries);
  return { accepted: messages.length - rejected.length, rejected };
}

const tooMany = (count: number): FieldIssue => ({ field: "batch", message: `has ${count} events`, accepted: `at most ${maxBatchEvents}` });

function toEntry(raw: unknown, incoming: Incoming, receivedAt: number): { key: string; entry: LogEntry } {
  const { source } = incoming;
  const head = {
    w: source.workspaceId,
    s: source.id,
    r: receivedAt,
    ...(source.keepIp && incoming.ip ? { ip: incoming.ip } : {}),
    ...(incoming.userAgent ? { ua: incoming.userAgent } : {}),
  };
  const checked = checkMessage(raw, {
    receivedAt,
    sentAt: incoming.sentAt,
    newMessageId: randomUUID,
    ...(incoming.context ? { context: incoming.context } : {}),
    ...(incoming.implied ? { implied: incoming.implied } : {}),
  });
  const rejection = "rejection" in checked ? checked.rejection : oversize(raw);
  if (rejection || "rejection" in checked) {
    const x = toRejected(raw, rejection as Rejection);
    return { key: `${source.workspaceId} ${x.userId ?? x.anonymousId ?? ""}`, entry: { ...head, x } };
  }
  const { message } = checked;
  return { key: `${source.workspaceId} ${message.userId ?? message.anonymousId}`, entry: { ...head, m: message } };
}

function oversize(raw: unknown): Rejection | null {
  const bytes = approximateBytes(raw);
  if (bytes <= messageLimits.eventBytes) return null;
  return { code: "too_large", field: null, message: `The event has about ${Math.ceil(bytes / 1024)} KB; at most ${messageLimits.eventBytes / 1024} KB are accepted.` };
}

/** The bytes of a value as JSON: counted without writing it out, exact but for escapes. Values are never nested deeply here. */
function approximateBytes(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value) + 2;
  if (typeof value !== "object" || value === null) return String(value).length;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + approximateBytes(item) + 1, 1);
  let bytes = 1;
  for (const [name, item] of Object.entries(value)) bytes += name.length + 4 + approximateBytes(item);
  return bytes;
}

/** What quarantine keeps of something unusable: its start, so that one sender cannot fill the disk. */
function toRejected(raw: unknown, rejection: Rejection): Rejected {
  // What is nested too deeply cannot be written out again; its ids are kept.
  const text = nestedDeeperThan(raw, messageLimits.depth) ? "" : (JSON.stringify(raw) ?? "");
  const field = (name: string) => (typeof raw === "object" && raw !== null ? idText((raw as JsonObject)[name]) : null);
  return {
    ...rejection,
    id: randomUUID(),
    raw: text.slice(0, messageLimits.eventBytes),
    eventName: field("event") ?? field("name"),
    userId: field("userId"),
    anonymousId: field("anonymousId"),
  };
}

const idText = (value: unknown): string | null => (typeof value === "string" || typeof value === "number" ? String(value).slice(0, messageLimits.idLength) : null);
