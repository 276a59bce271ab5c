import type { TaskEvent } from "@throughline/contract";
import { sql } from "kysely";
import type { Db, Tx } from "./tasks-deps.ts";

export type Change = Pick<TaskEvent, "change"> & { from?: string | null; to?: string | null; note?: string };

/** Writes who did what, in the transaction that does it. */
export async function recordChanges(
  tx: Tx,
  { workspaceId, taskId, at, by }: { workspaceId: string; taskId: string; at: Date; by: string },
  changes: readonly Change[],
): Promise<void> {
  for (const { change, from = null, to = null, note = "" } of changes)
    await sql`
      INSERT INTO task_event (workspace_id, task_id, at, by, change, "from", "to", note)
      VALUES (${workspaceId}, ${taskId}, ${at}, ${by}, ${change}, ${from}, ${to}, ${note})`.execute(tx);
}

/** What happened to a task, the latest first. */
export async function readHistory(db: Db, workspaceId: string, taskId: string): Promise<TaskEvent[]> {
  const { rows } = await sql<Omit<TaskEvent, "at"> & { at: Date }>`
    SELECT id, at, by, change, "from", "to", note FROM task_event WHERE workspace_id = ${workspaceId} AND task_id = ${taskId} ORDER BY id DESC LIMIT 500`.execute(
    db,
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
