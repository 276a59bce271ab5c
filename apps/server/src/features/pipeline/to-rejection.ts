import { randomUUID } from "node:crypto";
import type { JsonObject, Message } from "@throughline/domain";
import type { Rejected } from "../collect/index.ts";
import type { Placed } from "./process-batch.ts";

/** An entry that cannot be processed → what quarantine keeps of it, in the form in which it can be sent again. */
export function toRejection({ entry, place }: Placed, reason: string): Placed {
  if ("x" in entry) throw new Error(`A rejection cannot be stored: ${reason}`);
  const why = {
    id: randomUUID(),
    code: "wrong_type" as const,
    field: null,
    message: `The event could not be processed: ${reason.slice(0, 300)}`.toWellFormed(),
  };
  const reject = (head: { w: string; s: string; r: number }, rejected: Omit<Rejected, keyof typeof why>): Placed => ({
    entry: { ...head, x: { ...why, ...rejected } },
    place,
  });
  if ("a" in entry) {
    const { a, ...head } = entry;
    const raw = {
      type: "group",
      messageId: a.messageId,
      anonymousId: `account ${a.key}`,
      groupId: a.key,
      traits: a.traits,
      context: { accountOnly: true },
      timestamp: a.at,
    };
    return reject(head, { raw: JSON.stringify(raw), eventName: null, userId: null, anonymousId: null });
  }
  const { m, ...head } = entry;
  return reject(head, { raw: JSON.stringify(toRaw(m)), eventName: m.name, userId: m.userId, anonymousId: m.anonymousId });
}

/** A checked message as its sender would write it. Its time (in ms) is corrected already, so nothing is said of when it was sent. */
function toRaw({ at, name, ...message }: Message): JsonObject {
  const raw = { ...message, [message.type === "track" ? "event" : "name"]: name, timestamp: at };
  return Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null));
}
