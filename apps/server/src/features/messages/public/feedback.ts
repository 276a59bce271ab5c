import { createHash, randomUUID } from "node:crypto";
import { sql } from "kysely";
import { suppressionLock } from "../../identity/index.ts";
import { settleLiveSegments } from "../../live-segments/index.ts";
import { recordOwnInteractions, type OwnInteraction } from "../../own-interactions/index.ts";
import type { MessagesDeps, Tx } from "../messages-deps.ts";
import { holdMessage, noteEvent, type MessageRow } from "../sending/messages.store.ts";
import { settleMessage, tellOf } from "../sending/settle-message.ts";

/** Something that became of a message after it was sent. */
export type Feedback =
  | { kind: "delivered" }
  | { kind: "bounced"; bounce: "hard" | "soft"; reason: string }
  | { kind: "complained" }
  | { kind: "unsubscribed" }
  | { kind: "opened" }
  | { kind: "clicked"; link: string }
  | { kind: "seen" }
  | { kind: "read" }
  | { kind: "dismissed" };

const columnOf: Record<Feedback["kind"], string> = {
  delivered: "delivered_at",
  bounced: "bounced_at",
  complained: "complained_at",
  unsubscribed: "unsubscribed_at",
  opened: "opened_at",
  clicked: "clicked_at",
  seen: "opened_at",
  read: "clicked_at",
  dismissed: "dismissed_at",
};
const byProvider = new Set<Feedback["kind"]>(["delivered", "bounced"]);
const named = (kind: string) => kind[0]?.toUpperCase() + kind.slice(1);

/** What stands for a purpose where a message has no topic. */
export const classOf: Record<MessageRow["purpose"], string> = {
  promotional: "marketing",
  service: "service",
  survey: "surveys",
  transactional: "marketing",
};
export const topicOf = ({ topic, purpose }: Pick<MessageRow, "topic" | "purpose">): string => topic ?? classOf[purpose];

/**
 * Writes what became of a message: its row, the person's timeline, and consent where they said no, in one transaction. Told twice, it happened once. Says whether there is such a message.
 */
export const noteFeedback = (
  { db, now }: Pick<MessagesDeps, "db" | "now">,
  { workspaceId, messageId }: { workspaceId: string; messageId: string },
  feedback: Feedback,
  at: Date = new Date(now()),
): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    await sql`SELECT pg_advisory_xact_lock_shared(${suppressionLock})`.execute(tx);
    const message = await holdMessage(tx, workspaceId, messageId);
    if (!message) return false;
    // Whoever tells what became of it had it.
    if (message.state === "unknown" || message.state === "sending")
      await settleMessage(
        tx,
        message,
        { state: "sent", providerId: null },
        at.getTime(),
        byProvider.has(feedback.kind) ? "The provider" : "The recipient",
      );
    const column = sql.ref(columnOf[feedback.kind]);
    await sql`UPDATE message SET ${column} = coalesce(${column}, ${at}) WHERE workspace_id = ${workspaceId} AND id = ${messageId}`.execute(
      tx,
    );
    if (feedback.kind === "unsubscribed" || feedback.kind === "complained") {
      const isNew = await changeConsent(tx, message, { [topicOf(message)]: false }, at);
      if (!isNew && feedback.kind === "unsubscribed") return true;
    }
    const told = tell(message, feedback, at.getTime());
    await recordOwnInteractions(tx, [told]);
    await noteEvent(tx, message, { what: feedback.kind, note: noteOf(feedback), at });
    return true;
  });

const noteOf = (feedback: Feedback): string | null =>
  feedback.kind === "bounced" ? feedback.reason : feedback.kind === "clicked" ? feedback.link : null;

function tell(message: MessageRow, feedback: Feedback, atMs: number): OwnInteraction {
  const { kind } = feedback;
  const base = { atMs, actor: byProvider.has(kind) ? ("system" as const) : ("customer" as const), once: kind };
  switch (kind) {
    case "bounced":
      return tellOf(message, "Bounced", { ...base, properties: { bounce: feedback.bounce, reason: feedback.reason } });
    case "clicked": {
      const once = `clicked ${createHash("sha256").update(feedback.link).digest("base64url").slice(0, 16)}`;
      return tellOf(message, "Clicked", { ...base, once, properties: { link: feedback.link.slice(0, 1000) } });
    }
    case "unsubscribed":
      return tellOf(message, "Unsubscribed", { ...base, once: `unsubscribed ${atMs}`, properties: { topic: topicOf(message) } });
    case "complained":
      return tellOf(message, "Complained", { ...base, properties: { topic: topicOf(message) } });
    default:
      return tellOf(message, named(kind), base);
  }
}

/**
 * Writes answers of a person to purposes and topics, where they differ from the latest ones, and puts them on the timeline. The row and the interaction have one message id, so that the pipeline, which
 * keeps consent too, adds nothing. Says whether anything changed.
 */
export async function changeConsent(
  tx: Tx,
  { workspaceId, profileId }: { workspaceId: string; profileId: string },
  answers: Readonly<Record<string, boolean>>,
  at: Date,
): Promise<boolean> {
  const { rows } = await sql<{
    personId: string;
  }>`SELECT person_id AS "personId" FROM profile WHERE workspace_id = ${workspaceId} AND id = ${profileId}`.execute(tx);
  const personId = rows[0]?.personId;
  if (personId === undefined) return false;
  const { rows: latest } = await sql<{ purpose: string; granted: boolean }>`
    SELECT DISTINCT ON (c.purpose) c.purpose, c.granted FROM consent c JOIN profile f ON f.workspace_id = c.workspace_id AND f.id = c.profile_id
    WHERE c.workspace_id = ${workspaceId} AND f.person_id = ${personId} AND c.purpose = ANY(${Object.keys(answers)}::text[]) ORDER BY c.purpose, c.at DESC, c.message_id DESC`.execute(
    tx,
  );
  const changed = Object.entries(answers).filter(
    ([purpose, granted]) => latest.find((row) => row.purpose === purpose)?.granted !== granted,
  );
  if (changed.length === 0) return false;
  const key = `consent ${randomUUID()}`;
  await sql`
    INSERT INTO consent (workspace_id, profile_id, purpose, at, message_id, granted, source)
    SELECT ${workspaceId}::uuid, ${personId}::bigint, purpose, ${at}, ${`own ${key}`}, granted, 'preferences' FROM unnest(${changed.map(([purpose]) => purpose)}::text[], ${changed.map(([, granted]) => granted)}::boolean[]) AS c(purpose, granted)
    ON CONFLICT DO NOTHING`.execute(tx);
  await recordOwnInteractions(tx, [
    {
      workspaceId,
      key,
      profileId,
      name: "Consent Updated",
      at: at.getTime(),
      actor: "customer",
      properties: { purposes: Object.fromEntries(changed) },
    },
  ]);
  await settleLiveSegments(tx, workspaceId, { people: [personId], nowMs: at.getTime() });
  return true;
}
