import { sql } from "kysely";
import type { Db } from "./alerts.store.ts";

export type Channel = "email" | "webhook";
/** A message about a change of state, on its way to one address. */
export type Delivery = {
  id: string;
  workspaceId: string;
  channel: Channel;
  target: string;
  attempts: number;
  eventId: string;
  alertId: string;
  at: string;
  from: string;
  to: string;
  value: number | null;
  n: number | null;
  reference: number | null;
  reason: string;
  name: string;
  description: string;
  secret: string;
};

/** A delivery that waits; gives its id. */
export async function insertDelivery(
  db: Db,
  workspaceId: string,
  eventId: string,
  { channel, target }: Pick<Delivery, "channel" | "target">,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO alert_delivery (workspace_id, event_id, channel, target) VALUES (${workspaceId}, ${eventId}, ${channel}, ${target}) RETURNING id`.execute(
    db,
  );
  return (rows[0] as { id: string }).id;
}

/** A delivery that still waits, with what it says; null when it is done or its alert is gone. */
export async function findWaiting(db: Db, workspaceId: string, id: string): Promise<Delivery | null> {
  const { rows } = await sql<Omit<Delivery, "at" | "n"> & { at: Date; n: string | null }>`
    SELECT d.id, d.workspace_id AS "workspaceId", d.channel, d.target, d.attempts, e.id AS "eventId", e.alert_id AS "alertId", e.at, e.from_state AS from, e.to_state AS to, e.value, e.n,
      e.reference, e.reason, a.name, a.description, a.webhook_secret AS secret
    FROM alert_delivery d JOIN alert_event e ON e.id = d.event_id JOIN alert a ON a.workspace_id = e.workspace_id AND a.id = e.alert_id
    WHERE d.workspace_id = ${workspaceId} AND d.id = ${id} AND d.state = 'waiting'`.execute(db);
  const [row] = rows;
  return row ? { ...row, at: row.at.toISOString(), n: row.n === null ? null : Number(row.n) } : null;
}

/** Writes how an attempt ended. */
export async function recordAttempt(
  db: Db,
  workspaceId: string,
  id: string,
  { state, error, at }: { state: "waiting" | "sent" | "failed"; error: string | null; at: Date },
): Promise<void> {
  await sql`UPDATE alert_delivery SET state = ${state}, error = ${error}, attempts = attempts + 1, at = ${at} WHERE workspace_id = ${workspaceId} AND id = ${id}`.execute(
    db,
  );
}
