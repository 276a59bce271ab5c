import {
  accountIdFor,
  interactionIdOf,
  profileIdOf,
  type AccountStatement,
  type JsonObject,
  type Message,
  type ProfileKind,
} from "@throughline/domain";
import { LRUCache } from "lru-cache";
import type { LogEntry, Rejected } from "./log-entry.ts";

export type Place = { partition: number; position: string; index: number };
export type Identifier = { id: string; kind: ProfileKind; value: string };

/** A message on its way through the pipeline, with every id that it implies. */
export type PipelineEvent = Place & {
  id: string;
  workspaceId: string;
  sourceId: string;
  receivedAt: number;
  ip: string | null;
  userAgent: string | null;
  message: Message;
  /** Whose event this is, by its strongest identifier. */
  profile: Identifier;
  /** The device, where the event carries a user and a device. */
  device: Identifier | null;
  accountId: string | null;
  accountKey: string | null;
};
/** What was said of an account alone: nobody's interaction, so it is on no timeline. */
export type PipelineAccount = Place & {
  id: string;
  workspaceId: string;
  sourceId: string;
  receivedAt: number;
  accountId: string;
  account: AccountStatement;
};
export type PipelineRejection = Place & { workspaceId: string; sourceId: string; receivedAt: number; rejected: Rejected };

export const textOf = (object: JsonObject, name: string): string | null => {
  const value = object[name];
  return typeof value === "string" && value !== "" ? value : typeof value === "number" ? String(value) : null;
};

/** Ids are hashes, and the same few people come again and again. */
const identifiers = new LRUCache<string, Identifier>({ max: 20_000 });

function identifierOf(workspaceId: string, kind: ProfileKind, value: string): Identifier {
  const key = `${workspaceId}\0${kind}\0${value}`;
  const known = identifiers.get(key);
  if (known) return known;
  const identifier = { id: profileIdOf(workspaceId, kind, value), kind, value };
  identifiers.set(key, identifier);
  return identifier;
}

/** Log entry → event, statement about an account, or rejection. Pure: the same block gives the same events every time. */
export function toPipelineEvent(entry: LogEntry, place: Place): PipelineEvent | PipelineAccount | PipelineRejection {
  const head = { ...place, workspaceId: entry.w, sourceId: entry.s, receivedAt: entry.r };
  if ("x" in entry) return { ...head, rejected: entry.x };
  if ("a" in entry)
    return { ...head, id: interactionIdOf(entry.w, entry.a.messageId), accountId: accountIdFor(entry.w, entry.a.key), account: entry.a };
  const { m: message } = entry;
  // A server that speaks of an account in nobody's name: the id that came along is made up.
  if (message.type === "group" && message.context["accountOnly"] === true && message.groupId !== null) {
    const account: AccountStatement = { messageId: message.messageId, key: message.groupId, traits: message.traits, at: message.at };
    return { ...head, id: interactionIdOf(entry.w, message.messageId), accountId: accountIdFor(entry.w, message.groupId), account };
  }
  const identifier = (kind: ProfileKind, value: string) => identifierOf(entry.w, kind, value);
  const device = message.anonymousId === null ? null : identifier("anonymousId", message.anonymousId);
  const profile = message.userId === null ? device : identifier("userId", message.userId);
  if (!profile) throw new Error("A checked message has a user or a device.");
  const accountKey = message.groupId ?? textOf(message.context, "groupId");
  return {
    ...head,
    id: interactionIdOf(entry.w, message.messageId),
    ip: entry.ip ?? null,
    userAgent: entry.ua ?? null,
    message,
    profile,
    device: message.userId === null ? null : device,
    accountKey,
    accountId: accountKey === null ? null : accountIdFor(entry.w, accountKey),
  };
}
