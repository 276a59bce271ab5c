import { randomUUID } from "node:crypto";
import { ProductError, type FieldIssue } from "@throughline/contract";
import {
  isObject,
  checkMessage,
  messageLimits,
  nestedDeeperThan,
  type JsonObject,
  type MessageType,
  type Rejection,
} from "@throughline/domain";
import type { Log } from "../../platform/log/log.ts";
import type { CollectSource } from "./find-source.ts";
import { approximateBytes, isLargerThan } from "./approximate-bytes.ts";
import { toRejected } from "./to-rejected.ts";
import type { LogEntry } from "./log-entry.ts";
import type { RateLimit } from "./rate-limit.ts";

export type AcceptDeps = { log: Pick<Log<LogEntry>, "append">; takeRate: RateLimit; now: () => number };

/** Messages of one request, in Segment's form, before they are checked. */
export type Incoming = {
  source: CollectSource;
  messages: readonly unknown[];
  implied?: MessageType;
  /** When the request was sent, by the sender's clock; outranks what a message says. */
  sentAt?: unknown;
  /** Context of the whole batch; each message's own lies over it. */
  context?: JsonObject;
  /** Size of the body that held the messages, where known: in a small one no message is too large. */
  bodyBytes?: number;
  ip?: string;
  userAgent?: string;
};

export type Accepted = { accepted: number; rejected: ({ index: number } & Rejection)[] };

/** Segment's limit of events in one batch. */
export const maxBatchEvents = 2_500;

/** The context of a batch is written with each of its events; together they may not grow beyond this. */
const maxSpreadBytes = 4 * 1024 * 1024;

/**
 * Takes the messages that can be used and quarantines the others. Resolves when both are durable.
 * Throws `source_disabled`, `too_large`, `rate_limited` (with the time to wait) or `unavailable`.
 */
export async function acceptMessages(deps: AcceptDeps, incoming: Incoming): Promise<Accepted> {
  const { source, messages } = incoming;
  refuseDisabled(source);
  if (messages.length > maxBatchEvents)
    throw new ProductError("too_large", `The batch has ${messages.length} events; at most ${maxBatchEvents} are accepted.`, {
      issues: [tooMany(messages.length)],
    });
  if (messages.length === 0) return { accepted: 0, rejected: [] };
  const contextBytes = measureContext(incoming.context, messages.length);
  deps.takeRate(source.id, messages.length, source.eventsPerSecond);

  const receivedAt = deps.now();
  const ip = takeAddress(incoming.context) ?? incoming.ip;
  const rejected: Accepted["rejected"] = [];
  const given = { ...incoming, ip, contextBytes };
  const entries = messages.map((raw, index) => {
    const entry = toEntry(raw, given, receivedAt);
    if ("x" in entry.entry) rejected.push({ index, code: entry.entry.x.code, field: entry.entry.x.field, message: entry.entry.x.message });
    return entry;
  });
  await deps.log.append(entries);
  return { accepted: messages.length - rejected.length, rejected };
}

/** Throws `source_disabled`. */
export function refuseDisabled(source: CollectSource): void {
  if (!source.enabled) throw new ProductError("source_disabled", `The source “${source.name}” is disabled.`);
}

const tooMany = (count: number): FieldIssue => ({ field: "batch", message: `has ${count} events`, accepted: `at most ${maxBatchEvents}` });

/** Throws `invalid_input` or `too_large` for a context that could not be written with every event of the batch. */
function measureContext(context: JsonObject | undefined, events: number): number {
  if (context === undefined) return 0;
  if (nestedDeeperThan(context, messageLimits.depth))
    throw new ProductError("invalid_input", `The batch's context is nested deeper than ${messageLimits.depth} levels.`, {
      issues: [{ field: "context", message: "is nested too deeply" }],
    });
  const bytes = approximateBytes(context);
  if (bytes * events > maxSpreadBytes)
    throw new ProductError("too_large", `The batch's context of ${bytes} bytes is too large to be kept with each of ${events} events.`);
  return bytes;
}

function toEntry(raw: unknown, incoming: Incoming & { contextBytes: number }, receivedAt: number): { key: string; entry: LogEntry } {
  const { source, context } = incoming;
  const address = (isObject(raw) ? takeAddress(raw["context"]) : null) ?? incoming.ip;
  const head = { w: source.workspaceId, s: source.id, r: receivedAt, ...(source.keepIp && address ? { ip: address } : {}) };
  const checked = checkMessage(raw, { receivedAt, sentAt: incoming.sentAt, newMessageId: randomUUID, context, implied: incoming.implied });
  const rejection = "rejection" in checked ? checked.rejection : oversize(raw, incoming);
  if (rejection || "rejection" in checked) {
    const x = toRejected(raw, rejection as Rejection, { implied: incoming.implied, context, sentAt: incoming.sentAt });
    return { key: `${source.workspaceId} ${x.userId ?? x.anonymousId ?? ""}`, entry: { ...head, x } };
  }
  const { message } = checked;
  const agent = message.context["userAgent"] === undefined && incoming.userAgent?.startsWith("Mozilla/") ? { ua: incoming.userAgent } : {};
  return { key: `${source.workspaceId} ${message.userId ?? message.anonymousId}`, entry: { ...head, ...agent, m: message } };
}

/** Takes the customer's address, as a server states it, out of a context: it is kept only where the source says so. */
function takeAddress(context: unknown): string | null {
  if (!isObject(context) || !Object.hasOwn(context, "ip")) return null;
  const { ip } = context;
  delete context["ip"];
  return typeof ip === "string" && ip.length <= 45 ? ip : null;
}

function oversize(raw: unknown, { bodyBytes, contextBytes }: { bodyBytes?: number; contextBytes: number }): Rejection | null {
  const limit = messageLimits.eventBytes;
  if ((bodyBytes !== undefined && bodyBytes <= limit) || !isLargerThan(raw, limit - contextBytes)) return null;
  return {
    code: "too_large",
    field: null,
    message: `The event has about ${Math.ceil((approximateBytes(raw) + contextBytes) / 1024)} KB; at most ${limit / 1024} KB are accepted.`,
  };
}
