import type { TaskDetails } from "@throughline/contract";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { readHistory } from "./task-events.store.ts";
import { noSuchTask, type TasksDeps } from "./tasks-deps.ts";
import { findTask } from "./tasks.store.ts";

/** A task with who did what when. @throws ProductError `not_found`. */
export async function getTask(deps: Pick<TasksDeps, "db" | "now">, access: Access, input: { id: string }): Promise<TaskDetails> {
  requirePermission(access, "tasks:read");
  const task = await findTask(deps.db, access.workspaceId, input.id, new Date(deps.now()));
  if (!task) throw noSuchTask();
  return { ...task, history: await readHistory(deps.db, access.workspaceId, task.id) };
}
