import type { AlertEvent } from "@throughline/contract";
import { sql } from "kysely";
import type { Db, Finding, StoredAlert } from "./alerts.store.ts";

/** Records a change of state; gives the event's id. */
export async function insertEvent(db: Db, alert: StoredAlert, finding: Finding, at: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO alert_event (workspace_id, alert_id, due_at, at, from_state, to_state, value, n, reference, reason)
    VALUES (${alert.workspaceId}, ${alert.id}, ${alert.dueAt}, ${at}, ${alert.state}, ${finding.state}, ${finding.value}, ${finding.n}, ${finding.reference}, ${finding.reason})
    RETURNING id`.execute(db);
  return (rows[0] as { id: string }).id;
}

type EventRow = Omit<AlertEvent, "at" | "n" | "deliveries"> & { at: Date; n: string | null };
type DeliveryRow = Omit<AlertEvent["deliveries"][number], "at"> & { eventId: string; at: Date };

/** Changes of state, the latest first, with their deliveries: those after a place, of one alert where it is told. */
export async function readEvents(
  db: Db,
  workspaceId: string,
  { alert, after, limit }: { alert?: string | undefined; after: { at: string; id: string } | null; limit: number },
): Promise<AlertEvent[]> {
  const { rows } = await sql<EventRow>`
    SELECT e.id, e.alert_id AS "alertId", a.name AS "alertName", e.at, e.from_state AS from, e.to_state AS to, e.value, e.n, e.reference, e.reason
    FROM alert_event e JOIN alert a ON a.workspace_id = e.workspace_id AND a.id = e.alert_id
    WHERE e.workspace_id = ${workspaceId} ${alert === undefined ? sql`` : sql`AND e.alert_id = ${alert}`}
      ${after === null ? sql`` : sql`AND (e.at, e.id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
    ORDER BY e.at DESC, e.id DESC LIMIT ${limit}`.execute(db);
  const { rows: deliveries } = await sql<DeliveryRow>`
    SELECT event_id AS "eventId", channel, target, state, attempts, error, at FROM alert_delivery
    WHERE workspace_id = ${workspaceId} AND event_id = ANY(${rows.map(({ id }) => id)}::uuid[]) ORDER BY channel, target`.execute(db);
  const ofEvent = Map.groupBy(deliveries, ({ eventId }) => eventId);
  return rows.map((row) => ({
    ...row,
    at: row.at.toISOString(),
    n: row.n === null ? null : Number(row.n),
    deliveries: (ofEvent.get(row.id) ?? []).map(({ eventId: _of, at, ...delivery }) => ({ ...delivery, at: at.toISOString() })),
  }));
}
