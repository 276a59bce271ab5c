import { randomUUID } from "node:crypto";
import type { Task, TaskContext, TaskOrigin, TaskPriority } from "@throughline/contract";
import { sql } from "kysely";
import { recordChanges } from "./task-events.store.ts";
import { noSuchTask, type Tx } from "./tasks-deps.ts";
import { findTask } from "./tasks.store.ts";
import { tellOfTask } from "./tell-of-task.ts";

export type NewTask = {
  workspaceId: string;
  /** One task for each key of a workspace: whoever may be repeated gives one. At most 200 characters. */
  key: string | null;
  title: string;
  /** Why it is to be done, in sentences. */
  why: string;
  /** A profile of the person that it is about, or their id, as decimal text. */
  profileId: string | null;
  /** As decimal text. */
  accountId: string | null;
  context: TaskContext;
  /** User id of a member. */
  assignee: string | null;
  due: Date | null;
  priority: TaskPriority;
  /** What it can end with, at least one. */
  outcomes: readonly string[];
  origin: { kind: TaskOrigin; ref: string | null };
  /** Who made it, as people read it: a member's name, `Flow “Onboarding”`. */
  by: string;
  actor: "agent" | "system";
  at: Date;
};

/**
 * Makes a task for a person, in the caller's transaction: the task, its history and `Task Created` on the timeline exist if that commits. Under a key that was used before
 * nothing is made, and the task of that key is given. Checks no permission and no reference: that is the caller's.
 *
 *     const { task, isNew } = await createTask(tx, { workspaceId, key: `flow ${runId} ${stepId}`, title, why, profileId: personId, …, origin: { kind: "flow", ref: flowKey } });
 */
export async function createTask(tx: Tx, input: NewTask): Promise<{ task: Task; isNew: boolean }> {
  const { workspaceId, at, by, actor } = input;
  const { rows } = await sql<{ id: string }>`
    INSERT INTO task (id, workspace_id, key, title, why, profile_id, account_id, context, assignee, due_at, priority, outcomes, origin, origin_ref, created_at, created_by, updated_at)
    VALUES (${randomUUID()}, ${workspaceId}, ${input.key}, ${input.title}, ${input.why}, ${input.profileId}, ${input.accountId}, ${JSON.stringify(input.context)}, ${input.assignee},
      ${input.due}, ${input.priority}, ${JSON.stringify(input.outcomes)}, ${input.origin.kind}, ${input.origin.ref}, ${at}, ${by}, ${at})
    ON CONFLICT (workspace_id, key) DO NOTHING RETURNING id`.execute(tx);
  const id = rows[0]?.id ?? (await idOfKey(tx, workspaceId, input.key));
  const task = await findTask(tx, workspaceId, id, at);
  if (!task) throw noSuchTask();
  if (rows.length === 0) return { task, isNew: false };
  await recordChanges(tx, { workspaceId, taskId: id, at, by }, [
    { change: "created" },
    ...(task.assignee ? [{ change: "assigned" as const, to: task.assignee.name }] : []),
  ]);
  await tellOfTask(tx, workspaceId, task, "created", { at, actor, by });
  return { task, isNew: true };
}

async function idOfKey(tx: Tx, workspaceId: string, key: string | null): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT id FROM task WHERE workspace_id = ${workspaceId} AND key = ${key}`.execute(tx);
  if (!rows[0]) throw noSuchTask();
  return rows[0].id;
}
