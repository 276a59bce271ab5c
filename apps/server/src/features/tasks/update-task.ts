import type { Task, TaskContext, TaskDetails, TaskPriority } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { changeTask, type WhichTask } from "./change-task.ts";
import { checkAccount, checkAssignee, checkPerson } from "./check-references.ts";
import type { Change } from "./task-events.store.ts";
import type { TasksDeps, Tx } from "./tasks-deps.ts";
import { findTask } from "./tasks.store.ts";

export type TaskUpdate = WhichTask & {
  title?: string | undefined;
  why?: string | undefined;
  person?: string | null | undefined;
  account?: string | null | undefined;
  context?: TaskContext | undefined;
  assignee?: string | null | undefined;
  due?: string | null | undefined;
  priority?: TaskPriority | undefined;
  outcomes?: readonly string[] | undefined;
};

/**
 * Changes, assigns or postpones an open task.
 * @throws ProductError `not_found`, `invalid_input`, `conflict` when it is closed or was changed since.
 */
export async function updateTask(deps: TasksDeps, access: Access, input: TaskUpdate): Promise<TaskDetails> {
  requirePermission(access, "tasks:write");
  const { id, revision } = input;
  const values = await valuesOf(deps, access, input);
  return changeTask(
    deps,
    access,
    { id, revision },
    {
      action: "tasks.update",
      needs: "open",
      step: async (tx, before, at) => {
        await write(tx, access.workspaceId, id, values);
        const after = await findTask(tx, access.workspaceId, id, at);
        return after ? changesBetween(before, after) : [];
      },
    },
  );
}

/** The columns to write; what was not given stays. */
async function valuesOf(deps: TasksDeps, access: Access, input: TaskUpdate) {
  const { title, why, person, account, context, assignee, due, priority, outcomes } = input;
  return {
    ...(title === undefined ? {} : { title }),
    ...(why === undefined ? {} : { why }),
    ...(person === undefined ? {} : { profile_id: await checkPerson(deps, access, person) }),
    ...(account === undefined ? {} : { account_id: await checkAccount(deps, access, account) }),
    ...(context === undefined ? {} : { context: JSON.stringify(context) }),
    ...(assignee === undefined ? {} : { assignee: await checkAssignee(deps, access, assignee) }),
    ...(due === undefined ? {} : { due_at: due === null ? null : new Date(due) }),
    ...(priority === undefined ? {} : { priority }),
    ...(outcomes === undefined ? {} : { outcomes: JSON.stringify(outcomes) }),
  };
}

async function write(tx: Tx, workspaceId: string, id: string, values: Awaited<ReturnType<typeof valuesOf>>): Promise<void> {
  if (Object.keys(values).length === 0) return;
  await tx.updateTable("task").set(values).where("workspace_id", "=", workspaceId).where("id", "=", id).execute();
}

const edited = ["title", "why", "person", "account", "context", "outcomes"] as const;

/** What the history says of an update. */
function changesBetween(before: Task, after: Task): Change[] {
  const changes: Change[] = [];
  const fields = edited.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (fields.length > 0) changes.push({ change: "edited", to: fields.join(", ") });
  if (before.assignee?.userId !== after.assignee?.userId)
    changes.push({ change: "assigned", from: before.assignee?.name ?? null, to: after.assignee?.name ?? null });
  if (before.due !== after.due) changes.push({ change: "due", from: before.due, to: after.due });
  if (before.priority !== after.priority) changes.push({ change: "priority", from: before.priority, to: after.priority });
  return changes;
}
