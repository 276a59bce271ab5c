import { ProductError, type Task, type TaskDetails } from "@throughline/contract";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { getTask } from "./get-task.ts";
import { recordChanges, type Change } from "./task-events.store.ts";
import { noSuchTask, type TasksDeps, type Tx } from "./tasks-deps.ts";
import { lockTask } from "./tasks.store.ts";

export type WhichTask = { id: string; revision?: number | undefined };

/** What one change does: it writes to the row and says what is to stand in the history; with nothing to say nothing was changed. */
export type Step = (tx: Tx, task: Task, at: Date) => Promise<Change[]>;
/** What follows from it, with the task as it is then. */
export type Follows = (tx: Tx, task: Task, at: Date) => Promise<void>;

/**
 * The frame of every change: permission, the row locked, the version that was looked at, history, audit, one transaction.
 * @throws ProductError `not_found`; `conflict` when the task was changed since, or is not in the state that the change needs.
 */
export async function changeTask(
  deps: TasksDeps,
  access: Access,
  which: WhichTask,
  { action, needs, step, follows }: { action: string; needs: "open" | "closed"; step: Step; follows?: Follows },
): Promise<TaskDetails> {
  requirePermission(access, "tasks:write");
  const { workspaceId, actor } = access;
  await deps.db.transaction().execute(async (tx) => {
    const at = new Date(deps.now());
    const task = await lockTask(tx, workspaceId, which.id, at);
    if (!task) throw noSuchTask();
    if (which.revision !== undefined && which.revision !== task.revision)
      throw new ProductError("conflict", `The task was changed at ${task.updatedAt}, after you opened it. Look at it again.`);
    if ((task.state === "open") !== (needs === "open")) throw new ProductError("conflict", sayState(task));
    const changes = await step(tx, task, at);
    if (changes.length === 0) return;
    await tx
      .updateTable("task")
      .set((row) => ({ revision: row("revision", "+", 1), updated_at: at }))
      .where("workspace_id", "=", workspaceId)
      .where("id", "=", task.id)
      .execute();
    await recordChanges(tx, { workspaceId, taskId: task.id, at, by: actor.name }, changes);
    await recordAudit(tx, access, { action, subject: task.id });
    const changed = await lockTask(tx, workspaceId, task.id, at);
    if (changed) await follows?.(tx, changed, at);
  });
  return getTask(deps, access, { id: which.id });
}

const sayState = ({ state, closedBy, outcome }: Task): string =>
  state === "open"
    ? "The task is open."
    : state === "done"
      ? `The task is done already: ${closedBy} ended it with “${outcome}”.`
      : `The task was cancelled by ${closedBy}.`;
