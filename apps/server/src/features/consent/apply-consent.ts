import { sql } from "kysely";
import { isObject } from "@throughline/domain";
import type { Tx } from "../identity/index.ts";
import type { PipelineEvent } from "../collect/index.ts";

/** Events by which sources tell of consent: our own SDK's, and Segment's consent manager's. */
const consentEvents = new Set(["Consent Updated", "Segment Consent Preference Updated", "Segment Consent Preference"]);
const maxPurposes = 50;

/** Purposes and answers that an event states; everything that is not a yes or no is left alone. */
export function consentOf(event: PipelineEvent): { purpose: string; granted: boolean }[] {
  const { message } = event;
  if (message.type !== "track" || message.name === null || !consentEvents.has(message.name)) return [];
  const segment = message.context["consent"];
  const stated = isObject(message.properties["purposes"])
    ? message.properties["purposes"]
    : isObject(segment) && isObject(segment["categoryPreferences"])
      ? segment["categoryPreferences"]
      : {};
  return Object.entries(stated)
    .filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean" && entry[0].length <= 64)
    .slice(0, maxPurposes)
    .map(([purpose, granted]) => ({ purpose, granted }));
}

/** Nobody answers in the future: a clock that is fast must not outdo the answers of the next hours. */
const answeredAt = ({ message, receivedAt }: PipelineEvent): Date => new Date(Math.min(message.at, receivedAt));

/** Appends to the history of consent; what holds now is the latest entry of each purpose. */
export async function applyConsent(tx: Tx, events: readonly PipelineEvent[]): Promise<void> {
  const rows = events.flatMap((event) => consentOf(event).map((answer) => ({ event, ...answer })));
  if (rows.length === 0) return;
  await sql`
    INSERT INTO consent (workspace_id, profile_id, purpose, at, message_id, granted, source)
    SELECT * FROM unnest(${rows.map((r) => r.event.workspaceId)}::uuid[], ${rows.map((r) => r.event.profile.id)}::bigint[], ${rows.map((r) => r.purpose)}::text[], ${rows.map((r) => answeredAt(r.event))}::timestamptz[],
      ${rows.map((r) => r.event.message.messageId)}::text[], ${rows.map((r) => r.granted)}::boolean[], ${rows.map((r) => `source:${r.event.sourceId}`)}::text[])
    ON CONFLICT DO NOTHING`.execute(tx);
}
