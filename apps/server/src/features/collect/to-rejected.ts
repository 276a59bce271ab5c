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
    raw: textOf(withGiven(raw, given)).slice(0, messageLimits.eventBytes),
    eventName: field("event") ?? field("name"),
    userId: field("userId"),
    anonymousId: field("anonymousId"),
  };
}

function withGiven(raw: unknown, { implied, context }: { implied?: MessageType; context?: JsonObject }): unknown {
  if (!isObject(raw)) return raw;
  const own = raw["context"];
  const merged = context && (own === undefined || own === null || isObject(own)) ? { context: { ...context, ...own } } : {};
  return { ...raw, ...merged, ...(implied ? { type: implied } : {}) };
}

/** What is nested too deeply cannot be written out again; its ids are kept. */
const textOf = (value: unknown): string => (nestedDeeperThan(value, messageLimits.depth) ? "" : (JSON.stringify(value) ?? ""));

const idText = (value: unknown): string | null => (typeof value === "string" || typeof value === "number" ? String(value).slice(0, messageLimits.idLength) : null);
