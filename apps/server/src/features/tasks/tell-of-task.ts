import type { Task } from "@throughline/contract";
import { sql } from "kysely";
import { recordOwnInteractions } from "../own-interactions/index.ts";
import type { Tx } from "./tasks-deps.ts";

const names = { created: "Task Created", done: "Task Done", cancelled: "Task Cancelled", reopened: "Task Reopened" } as const;

/**
 * Puts what became of a task on the person's timeline, exactly once: the key names the revision that the change made. Tasks about an account alone are on nobody's
 * timeline; their history is with the task.
 */
export async function tellOfTask(
  tx: Tx,
  workspaceId: string,
  task: Task,
  happened: keyof typeof names,
  { at, actor, by }: { at: Date; actor: "agent" | "system"; by: string },
): Promise<void> {
  const { rows } = await sql<{ profileId: string | null }>`
    SELECT profile_id AS "profileId" FROM task WHERE workspace_id = ${workspaceId} AND id = ${task.id}`.execute(tx);
  const profileId = rows[0]?.profileId ?? null;
  if (profileId === null) return;
  await recordOwnInteractions(tx, [
    {
      workspaceId,
      key: `task ${task.id} ${task.revision} ${happened}`,
      profileId,
      accountKey: task.account?.key ?? null,
      name: names[happened],
      at: at.getTime(),
      actor,
      properties: {
        taskId: task.id,
        title: task.title,
        priority: task.priority,
        origin: task.origin.kind,
        ...(task.origin.ref === null ? {} : { originRef: task.origin.ref }),
        ...(task.due === null ? {} : { due: task.due }),
        ...(task.assignee ? { assignee: task.assignee.name } : {}),
        ...(task.outcome === null ? {} : { outcome: task.outcome }),
        ...(task.note === "" ? {} : { note: task.note }),
        by,
      },
    },
  ]);
}
