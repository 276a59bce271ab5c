import { randomUUID } from "node:crypto";
import { messageLimits, nestedDeeperThan, type JsonObject, type MessageType, type Rejection } from "@throughline/domain";
import { isObject } from "./is-object.ts";
import type { Rejected } from "./log-entry.ts";

/**
 * What quarantine keeps of something unusable: whole where it is of a sane size, so that it can be replayed (with the type that its path implied
 * and the context of its batch), else its start, so that one sender cannot fill the disk.
 */
export function toRejected(raw: unknown, rejection: Rejection, given: { implied?: MessageType; context?: JsonObject }): Rejected {
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

/** A body that is not JSON at all: its sender sees 400, its workspace what was sent. */
export function toUnreadable(body: Buffer, message: string): Rejected {
  const raw = keepable(body.toString("utf8", 0, messageLimits.eventBytes));
  return { code: "bad_json", field: null, message, id: randomUUID(), raw, eventName: null, userId: null, anonymousId: null };
}

/** Cut to the size of an event, without what Postgres cannot store. */
const keepable = (text: string): string => text.slice(0, messageLimits.eventBytes).replaceAll("\0", "\uFFFD").toWellFormed();

function withGiven(raw: unknown, { implied, context }: { implied?: MessageType; context?: JsonObject }): unknown {
  if (!isObject(raw)) return raw;
  const own = raw["context"];
  const merged = context && (own === undefined || own === null || isObject(own)) ? { context: { ...context, ...own } } : {};
  return { ...raw, ...merged, ...(implied ? { type: implied } : {}) };
}

/** What is nested too deeply cannot be written out again; its ids are kept. */
const textOf = (value: unknown): string => (nestedDeeperThan(value, messageLimits.depth) ? "" : (JSON.stringify(value) ?? ""));

const idText = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" ? String(value).slice(0, messageLimits.idLength).toWellFormed() : null;
