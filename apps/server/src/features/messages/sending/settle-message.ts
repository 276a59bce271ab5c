import { ProductError, type Channel, type TouchOutcome } from "@throughline/contract";
import { noteOutcomeWithin } from "../../arbiter/index.ts";
import { recordOwnInteractions, type OwnInteraction } from "../../own-interactions/index.ts";
import type { Tx } from "../messages-deps.ts";
import { noteEvent, setState, type MessageRow } from "./messages.store.ts";
import { clearProblem, noteProblem } from "../channels/problems.store.ts";
import { longestMisconfiguredMs, pauseAfter, type Outcome } from "./outcome.ts";

/** How a channel's messages are called on the timeline. */
export const namesOnTimeline: Record<MessageRow["channel"], { noun: string; channel: Channel }> = {
  email: { noun: "Email", channel: "email" },
  sms: { noun: "SMS", channel: "sms" },
  push: { noun: "Push", channel: "mobile" },
  in_app: { noun: "In-App Message", channel: "web" },
  webhook: { noun: "Webhook", channel: "server" },
};

/** What an interaction says of the message that it is about. */
export function propertiesOf(message: MessageRow): Record<string, string | number> {
  const { id, template, version, locale, subject, purpose, topic, flow, step, touchId } = message;
  const said = { message: id, template, version, locale, subject, kind: topic ?? purpose, purpose, topic, flow, step, touch: touchId };
  return Object.fromEntries(Object.entries(said).filter((entry): entry is [string, string | number] => entry[1] !== null));
}

/** Something that happened with a message, for the timeline of whom it was for. `once` keeps it apart from others of its name; told twice it is there once. */
export function tellOf(
  message: MessageRow,
  name: string,
  {
    atMs,
    actor,
    once,
    properties = {},
  }: { atMs: number; actor: OwnInteraction["actor"]; once: string; properties?: OwnInteraction["properties"] },
): OwnInteraction {
  const { noun, channel } = namesOnTimeline[message.channel];
  return {
    workspaceId: message.workspaceId,
    key: `message ${message.id} ${once}`,
    profileId: message.profileId,
    name: `${noun} ${name}`,
    at: atMs,
    actor,
    channel,
    properties: { ...propertiesOf(message), ...properties },
  };
}

/** Whether there is somebody who may refuse us as we are set up. */
const hasProvider = ({ channel }: MessageRow): boolean => channel !== "in_app" && channel !== "webhook";

/**
 * Writes what came of a message: its row, what the arbiter knows of the touch, and the person's timeline, in the caller's transaction. What can be tried again is, after a pause that
 * grows, until there were too many tries. `by` is who said so where it was not the provider's answer, `found` how they know.
 */
export async function settleMessage(
  tx: Tx,
  message: MessageRow,
  outcome: Outcome,
  nowMs: number,
  by: string | null = null,
  found: string | null = null,
): Promise<void> {
  const at = new Date(nowMs);
  const settled = { at, settledBy: by };
  switch (outcome.state) {
    case "sent": {
      await setState(tx, message, { ...settled, state: "sent", reason: null, providerId: outcome.providerId });
      await noteEvent(tx, message, { what: "sent", note: by === null ? outcome.providerId : saidBy(by, found), at });
      await tellArbiter(tx, message, "sent", nowMs, null);
      await recordOwnInteractions(tx, [tellOf(message, "Sent", { atMs: nowMs, actor: "system", once: `sent ${message.attempts}` })]);
      if (by === null && hasProvider(message)) await clearProblem(tx, message, nowMs);
      return;
    }
    case "misconfigured": {
      const tryAt = await noteProblem(tx, message, outcome.reason, nowMs);
      if (nowMs - message.queuedAt.getTime() >= longestMisconfiguredMs)
        return settleMessage(
          tx,
          message,
          { state: "failed", reason: `Given up, since nobody put the channel right in three days: ${outcome.reason}` },
          nowMs,
          by,
        );
      await setState(tx, message, { ...settled, state: "queued", reason: outcome.reason, nextAt: tryAt, resetTries: true });
      await noteEvent(tx, message, { what: "not taken", note: outcome.reason, at });
      return;
    }
    case "retry": {
      const pauseMs = pauseAfter(message.tries);
      if (pauseMs === null)
        return settleMessage(
          tx,
          message,
          { state: "failed", reason: `Given up after ${message.tries} tries: ${outcome.reason}` },
          nowMs,
          by,
        );
      await setState(tx, message, { ...settled, state: "queued", reason: outcome.reason, nextAt: new Date(nowMs + pauseMs) });
      await noteEvent(tx, message, { what: "not taken", note: outcome.reason, at });
      return;
    }
    case "failed": {
      await setState(tx, message, { ...settled, state: "failed", reason: outcome.reason });
      await noteEvent(tx, message, { what: "failed", note: outcome.reason, at });
      await tellArbiter(tx, message, "failed", nowMs, outcome.reason);
      const name = outcome.bounce === undefined ? "Failed" : "Bounced";
      const properties = { reason: outcome.reason, ...(outcome.bounce === undefined ? {} : { bounce: outcome.bounce }) };
      await recordOwnInteractions(tx, [
        tellOf(message, name, { atMs: nowMs, actor: "system", once: `failed ${message.attempts}`, properties }),
      ]);
      return;
    }
    case "unknown": {
      await setState(tx, message, { ...settled, state: "unknown", reason: outcome.reason });
      await noteEvent(tx, message, { what: "unknown", note: outcome.reason, at });
      await tellArbiter(tx, message, "unknown", nowMs, outcome.reason);
    }
  }
}

/** “Ada says so: the provider's log has it.” */
export const saidBy = (who: string, found: string | null | undefined): string => `${who} says so${found ? `: ${found}` : "."}`;

/** What is of no use any more, or was withdrawn: it never left the house. */
export async function cancelMessage(tx: Tx, message: MessageRow, reason: string, nowMs: number, by: string | null = null): Promise<void> {
  const at = new Date(nowMs);
  await setState(tx, message, { state: "cancelled", reason, at, settledBy: by });
  await noteEvent(tx, message, { what: "cancelled", note: reason, at });
  await tellArbiter(tx, message, "cancelled", nowMs, reason);
}

/** The arbiter may have forgotten the touch, or been told by somebody else: what came of the message stands all the same. */
async function tellArbiter(
  tx: Tx,
  { workspaceId, touchId }: MessageRow,
  outcome: TouchOutcome,
  nowMs: number,
  note: string | null,
): Promise<void> {
  if (touchId === null) return;
  try {
    await noteOutcomeWithin(tx, { workspaceId, nowMs }, { id: touchId, outcome, note: note ?? undefined });
  } catch (error) {
    if (!(error instanceof ProductError && (error.code === "not_found" || error.code === "conflict"))) throw error;
  }
}
