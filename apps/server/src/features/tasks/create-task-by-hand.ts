import type { TaskContext, TaskDetails, TaskPriority } from "@throughline/contract";
import { recordAudit } from "../../platform/audit/record-audit.ts";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { checkAccount, checkAssignee, checkPerson } from "./check-references.ts";
import { createTask } from "./create-task.ts";
import { getTask } from "./get-task.ts";
import { timelineActor, type TasksDeps } from "./tasks-deps.ts";

export type TaskByHand = {
  title: string;
  why: string;
  person: string | null;
  account: string | null;
  context: TaskContext;
  assignee: string | null;
  due: string | null;
  priority: TaskPriority;
  outcomes: readonly string[];
  key?: string | undefined;
  ref?: string | undefined;
};

/**
 * A task that somebody makes in the console or a program by the API. With a key that was used before, gives that task.
 * @throws ProductError `not_found` for an unknown person, `invalid_input`.
 */
export async function createTaskByHand(deps: TasksDeps, access: Access, input: TaskByHand): Promise<TaskDetails> {
  requirePermission(access, "tasks:write");
  const { workspaceId, actor } = access;
  const [profileId, accountId, assignee] = await Promise.all([
    checkPerson(deps, access, input.person),
    checkAccount(deps, access, input.account),
    checkAssignee(deps, access, input.assignee),
  ]);
  const id = await deps.db.transaction().execute(async (tx) => {
    const { task, isNew } = await createTask(tx, {
      workspaceId,
      key: input.key ?? null,
      title: input.title,
      why: input.why,
      profileId,
      accountId,
      context: input.context,
      assignee,
      due: input.due === null ? null : new Date(input.due),
      priority: input.priority,
      outcomes: input.outcomes,
      origin: { kind: actor.kind === "user" ? "manual" : "api", ref: input.ref ?? (actor.kind === "user" ? null : actor.name) },
      by: actor.name,
      actor: timelineActor(access),
      at: new Date(deps.now()),
    });
    if (isNew) await recordAudit(tx, access, { action: "tasks.create", subject: task.id });
    return task.id;
  });
  return getTask(deps, access, { id });
}
