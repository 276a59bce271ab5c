import { nextScheduled } from "@throughline/domain";
import type { FlowDefinition } from "@throughline/contract";
import { sql } from "kysely";
import type { Tx } from "./flows-deps.ts";
import { readDefinition } from "./flows.store.ts";

type Row = { id: string; workspaceId: string; version: number; definition: unknown; timezone: string };

/** The version that was prepared holds from here on. The caller holds the lock on definitions and says that they changed. */
export async function becomeLive(tx: Tx, flowId: string, nowMs: number): Promise<void> {
  const { rows } = await sql<Row>`
    SELECT f.id, f.workspace_id AS "workspaceId", v.version, v.definition, w.timezone FROM flow f JOIN flow_version v ON v.flow_id = f.id AND v.version = f.preparing JOIN workspace w ON w.id = f.workspace_id
    WHERE f.id = ${flowId} FOR UPDATE OF f`.execute(tx);
  const [row] = rows;
  if (!row) return;
  const definition = readDefinition(row.definition);
  const { trigger } = definition;
  const at = new Date(nowMs);
  const scheduledAt = trigger.kind === "schedule" ? new Date(nextScheduled(trigger, nowMs, row.timezone)) : null;
  await sql`
    UPDATE flow SET version = ${row.version}, preparing = NULL, scheduled_at = ${scheduledAt}, live_since = CASE WHEN state IN ('live', 'paused') THEN live_since ELSE ${at}::timestamptz END,
      state = CASE WHEN state = 'paused' THEN 'paused' ELSE 'live' END, stopped_because = NULL, stopped_at = NULL WHERE id = ${flowId}`.execute(
    tx,
  );
  await sql`DELETE FROM flow_armed WHERE flow_id = ${flowId}`.execute(tx);
  await sql`DELETE FROM flow_dates WHERE flow_id = ${flowId}`.execute(tx);
  if (goesByDates(definition)) await sql`INSERT INTO flow_dates (flow_id, workspace_id) VALUES (${flowId}, ${row.workspaceId})`.execute(tx);
  // Everybody's date is looked at in the background.
  if (trigger.kind === "date")
    await sql`INSERT INTO flow_signal (workspace_id, kind, of_id, key) VALUES (${row.workspaceId}, 'arm', 0, ${flowId})`.execute(tx);
}

const goesByDates = ({ trigger, steps }: FlowDefinition): boolean =>
  trigger.kind === "date" || Object.values(steps).some((step) => step.kind === "wait" && step.wait.for === "date");
