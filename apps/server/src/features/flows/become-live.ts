import { nextScheduled } from "@throughline/domain";
import { durationMs, type FlowDefinition, type FlowState } from "@throughline/contract";
import { sql } from "kysely";
import type { Tx } from "./flows-deps.ts";
import { readDefinition } from "./flows.store.ts";

type Row = { id: string; workspaceId: string; version: number; definition: unknown; before: unknown; state: FlowState; timezone: string };

/** The version that was prepared holds from here on. The caller holds the lock on definitions and says that they changed. */
export async function becomeLive(tx: Tx, flowId: string, nowMs: number): Promise<void> {
  const { rows } = await sql<Row>`
    SELECT f.id, f.workspace_id AS "workspaceId", v.version, v.definition, b.definition AS before, f.state, w.timezone FROM flow f
    JOIN flow_version v ON v.flow_id = f.id AND v.version = f.preparing LEFT JOIN flow_version b ON b.flow_id = f.id AND b.version = f.version JOIN workspace w ON w.id = f.workspace_id
    WHERE f.id = ${flowId} FOR NO KEY UPDATE OF f`.execute(tx);
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
  const before = row.before === null || row.state === "stopped" ? null : readDefinition(row.before).trigger;
  const [was, is] = [before && stalledAfter(before, trigger), stalledAfter(trigger, trigger)];
  // Who is at the stage already is still let in when they have been there long enough.
  if (was !== null && is !== null)
    await sql`UPDATE flow_armed SET due_at = due_at + make_interval(secs => ${(is - was) / 1000}) WHERE flow_id = ${flowId}`.execute(tx);
  else await sql`DELETE FROM flow_armed WHERE flow_id = ${flowId}`.execute(tx);
  await sql`DELETE FROM flow_dates WHERE flow_id = ${flowId}`.execute(tx);
  if (goesByDates(definition)) await sql`INSERT INTO flow_dates (flow_id, workspace_id) VALUES (${flowId}, ${row.workspaceId})`.execute(tx);
  // Everybody's date is looked at in the background.
  if (trigger.kind === "date")
    await sql`INSERT INTO flow_signal (workspace_id, kind, of_id, key) VALUES (${row.workspaceId}, 'arm', 0, ${flowId})`.execute(tx);
}

/** How long somebody has to be at the stage of another trigger to be let in by this one, in ms; null where it goes by something else. */
const stalledAfter = (trigger: FlowDefinition["trigger"], other: FlowDefinition["trigger"]): number | null =>
  trigger.kind === "stage" &&
  trigger.on === "stalled" &&
  trigger.after !== null &&
  other.kind === "stage" &&
  other.journey === trigger.journey &&
  other.stage === trigger.stage
    ? durationMs(trigger.after)
    : null;

/**
 * A flow that was paused or stopped lets people in again, by what happens from here on: the next time of its schedule, and the next date of everybody. Who came to a stage while it was paused has been noted; while
 * it was stopped nobody was.
 */
export async function comeBack(tx: Tx, { id, before }: { id: string; before: FlowState }, nowMs: number): Promise<void> {
  const { rows } = await sql<{ workspaceId: string; definition: unknown; timezone: string }>`
    SELECT f.workspace_id AS "workspaceId", v.definition, w.timezone FROM flow f JOIN flow_version v ON v.flow_id = f.id AND v.version = f.version JOIN workspace w ON w.id = f.workspace_id WHERE f.id = ${id}`.execute(
    tx,
  );
  if (!rows[0]) return;
  const { workspaceId, definition, timezone } = rows[0];
  const { trigger } = readDefinition(definition);
  if (trigger.kind === "schedule")
    await sql`
      UPDATE flow SET scheduled_at = ${new Date(nextScheduled(trigger, nowMs, timezone))}, scheduled_place = 0 WHERE id = ${id} AND scheduled_at <= ${new Date(nowMs)}`.execute(
      tx,
    );
  if (trigger.kind === "date" || before === "stopped") await sql`DELETE FROM flow_armed WHERE flow_id = ${id}`.execute(tx);
  if (trigger.kind === "date")
    await sql`INSERT INTO flow_signal (workspace_id, kind, of_id, key) VALUES (${workspaceId}, 'arm', 0, ${id})`.execute(tx);
}

const goesByDates = ({ trigger, steps }: FlowDefinition): boolean =>
  trigger.kind === "date" || Object.values(steps).some((step) => step.kind === "wait" && step.wait.for === "date");
