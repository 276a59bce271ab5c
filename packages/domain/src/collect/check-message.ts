import { correctTime } from "./correct-time.ts";
import { isObject, messageTypes, type JsonObject, type Message, type MessageType, type Rejection, type RejectionCode } from "./message.ts";

/** Limits of the Segment HTTP API, in characters and bytes. */
export const messageLimits = { idLength: 512, messageIdLength: 100, nameLength: 512, eventBytes: 32 * 1024, depth: 32 };

/** True if objects or arrays of parsed JSON are nested deeper than `limit`. The recursion itself never goes deeper than that. */
export function nestedDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) return value.some((item) => nestedDeeperThan(item, limit - 1));
  // No list of the values is made: this runs over every event.
  for (const name in value) if (nestedDeeperThan((value as JsonObject)[name], limit - 1)) return true;
  return false;
}

class Unusable extends Error {
  readonly rejection: Rejection;
  constructor(code: RejectionCode, field: string | null, message: string) {
    super(message);
    // Quoted input may have been cut in the middle of a character.
    this.rejection = { code, field, message: message.toWellFormed() };
  }
}

function readId(raw: JsonObject, field: string, limit = messageLimits.idLength): string | null {
  const value = raw[field];
  if (value === undefined || value === null || value === "") return null;
  const text = typeof value === "number" && Number.isFinite(value) ? String(value) : value;
  if (typeof text !== "string") throw new Unusable("wrong_type", field, `${field} is ${describe(value)}; a string is accepted.`);
  if (text.length > limit) throw new Unusable("too_long", field, `${field} has ${text.length} characters; at most ${limit} are accepted.`);
  return text;
}

function readObject(raw: JsonObject, field: string): JsonObject {
  const value = raw[field];
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new Unusable("wrong_type", field, `${field} is ${describe(value)}; an object is accepted.`);
  return value;
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value === undefined) return "missing";
  return `${/^[aeiou]/.test(typeof value) ? "an" : "a"} ${typeof value}`;
}

function readType(raw: JsonObject, implied: MessageType | undefined): MessageType {
  const type = implied ?? raw["type"];
  if (messageTypes.includes(type as MessageType)) return type as MessageType;
  if (type === undefined) throw new Unusable("missing_field", "type", `type is missing; accepted are ${messageTypes.join(", ")}.`);
  throw new Unusable("unknown_type", "type", `type is ${JSON.stringify(type)?.slice(0, 60)}; accepted are ${messageTypes.join(", ")}.`);
}

function readName(raw: JsonObject, type: MessageType): string | null {
  const field = type === "track" ? "event" : "name";
  const name = readId(raw, field, messageLimits.nameLength);
  if (type === "track" && name === null)
    throw new Unusable("missing_field", "event", "event is missing; a track call names what happened.");
  return name === null ? null : name.trim() || null;
}

/**
 * Checks one message of the Segment HTTP API and keeps what we use of it.
 * `implied` is the type where the path says it (`/v1/track`); `sentAt` is that of the whole request, which outranks the message's own (set before a
 * retry, perhaps); `newMessageId` names a message that came without an id.
 */
export function checkMessage(
  raw: unknown,
  given: { receivedAt: number; sentAt?: unknown; context?: JsonObject; implied?: MessageType; newMessageId: () => string },
): { message: Message } | { rejection: Rejection } {
  try {
    if (!isObject(raw)) throw new Unusable("not_an_object", null, `The message is ${describe(raw)}; an object is accepted.`);
    if (nestedDeeperThan(raw, messageLimits.depth))
      throw new Unusable("too_deep", null, `The message is nested deeper than ${messageLimits.depth} levels.`);
    const type = readType(raw, given.implied);
    const userId = readId(raw, "userId");
    const anonymousId = readId(raw, "anonymousId");
    if (userId === null && anonymousId === null)
      throw new Unusable("missing_field", "userId", "Both userId and anonymousId are missing; one of them is needed.");
    const groupId = readId(raw, "groupId");
    if (type === "group" && groupId === null)
      throw new Unusable("missing_field", "groupId", "groupId is missing; a group call names the account.");
    const previousId = readId(raw, "previousId");
    if (type === "alias" && previousId === null)
      throw new Unusable("missing_field", "previousId", "previousId is missing; an alias call names the id used before.");
    const name = readName(raw, type);
    const at = correctTime({
      timestamp: raw["timestamp"] ?? raw["originalTimestamp"],
      sentAt: given.sentAt ?? raw["sentAt"],
      receivedAt: given.receivedAt,
    });
    if (at === null)
      throw new Unusable(
        "bad_time",
        "timestamp",
        `timestamp is ${JSON.stringify(raw["timestamp"] ?? raw["originalTimestamp"])?.slice(0, 60)}; an ISO 8601 time since the year 2000 is accepted.`,
      );
    const context = readObject(raw, "context");
    const traits = readObject(raw, "traits");
    const traitsOnce = type === "identify" ? readObject(raw, "traitsOnce") : {};
    return {
      message: {
        type,
        messageId: readId(raw, "messageId", messageLimits.messageIdLength) ?? given.newMessageId(),
        userId,
        anonymousId,
        name,
        groupId,
        previousId,
        properties: readObject(raw, "properties"),
        // RudderStack's browser SDK states a person's traits in the context alone.
        traits: type === "identify" && isObject(context["traits"]) ? { ...context["traits"], ...traits } : traits,
        ...(Object.keys(traitsOnce).length > 0 ? { traitsOnce } : {}),
        context: given.context ? { ...given.context, ...context } : context,
        at,
      },
    };
  } catch (error) {
    if (error instanceof Unusable) return { rejection: error.rejection };
    throw error;
  }
}
