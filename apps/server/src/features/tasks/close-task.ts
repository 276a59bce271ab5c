import type { TaskDetails } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";
import { changeTask, type Follows, type WhichTask } from "./change-task.ts";
import { invalid, timelineActor, type TasksDeps } from "./tasks-deps.ts";
import { tellOfTask } from "./tell-of-task.ts";

/**
 * Ends a task with one of its outcomes, which comes back as an interaction.
 * @throws ProductError `not_found`; `invalid_input` for an outcome that the task does not name; `conflict` when it is closed or was changed since.
 */
export function finishTask(deps: TasksDeps, access: Access, input: WhichTask & { outcome: string; note: string }): Promise<TaskDetails> {
  const { outcome, note, ...which } = input;
  return changeTask(deps, access, which, {
    action: "tasks.done",
    needs: "open",
    step: async (tx, task, at) => {
      const named = task.outcomes.find((name) => name.toLowerCase() === outcome.trim().toLowerCase());
      if (named === undefined)
        throw invalid({ field: "outcome", message: "is not one that this task can end with", accepted: task.outcomes.join(", ") });
      await tx
        .updateTable("task")
        .set({ state: "done", outcome: named, note, closed_at: at, closed_by: access.actor.name })
        .where("workspace_id", "=", access.workspaceId)
        .where("id", "=", task.id)
        .execute();
      return [{ change: "done", to: named, note }];
    },
    follows: tell(deps, access, "done"),
  });
}

/** @throws ProductError `not_found`; `conflict` when it is closed or was changed since. */
export function cancelTask(deps: TasksDeps, access: Access, input: WhichTask & { note: string }): Promise<TaskDetails> {
  const { note, ...which } = input;
  return changeTask(deps, access, which, {
    action: "tasks.cancel",
    needs: "open",
    step: async (tx, task, at) => {
      await tx
        .updateTable("task")
        .set({ state: "cancelled", note, closed_at: at, closed_by: access.actor.name })
        .where("workspace_id", "=", access.workspaceId)
        .where("id", "=", task.id)
        .execute();
      return [{ change: "cancelled", note }];
    },
    follows: tell(deps, access, "cancelled"),
  });
}

/** Opens a closed task again; what it ended with stays in its history. @throws ProductError `not_found`; `conflict` when it is open or was changed since. */
export function reopenTask(deps: TasksDeps, access: Access, input: WhichTask & { note: string }): Promise<TaskDetails> {
  const { note, ...which } = input;
  return changeTask(deps, access, which, {
    action: "tasks.reopen",
    needs: "closed",
    step: async (tx, task) => {
      await tx
        .updateTable("task")
        .set({ state: "open", outcome: null, note: "", closed_at: null, closed_by: null })
        .where("workspace_id", "=", access.workspaceId)
        .where("id", "=", task.id)
        .execute();
      return [{ change: "reopened", from: task.outcome, note }];
    },
    follows: tell(deps, access, "reopened"),
  });
}

const tell =
  (deps: TasksDeps, access: Access, happened: "done" | "cancelled" | "reopened"): Follows =>
  async (tx, task, at) => {
    await tellOfTask(tx, access.workspaceId, task, happened, { at, actor: timelineActor(access), by: access.actor.name });
    if (task.state === "open") return;
    const { id, key, origin, state, outcome, note } = task;
    await deps.onClosed?.(tx, { workspaceId: access.workspaceId, id, key, origin, state, outcome, note, by: access.actor.name });
  };
