import { parseAccountId, type Task, type TaskOrigin, type TaskPriority, type TaskState } from "@throughline/contract";
import { z } from "zod";
import { requirePermission, type Access } from "../../platform/auth/access.ts";
import { decodeCursor, encodeCursor } from "../../platform/http/index.ts";
import { readPage } from "../../platform/http/cursor.ts";
import { resolvePerson } from "../people/index.ts";
import { invalid, type TasksDeps } from "./tasks-deps.ts";
import { countOpen, countTasks, readTasks, type OpenCounts, type TaskFilter, type TaskSort } from "./tasks.store.ts";

export type ListTasksInput = {
  cursor?: string | undefined;
  limit: number;
  search?: string | undefined;
  state?: TaskState | undefined;
  closed?: "true" | undefined;
  assignee?: string | undefined;
  overdue?: "true" | undefined;
  priority?: TaskPriority | undefined;
  origin?: TaskOrigin | undefined;
  person?: string | undefined;
  account?: string | undefined;
  sort: TaskSort;
};
const place = z.tuple([z.string(), z.uuid(), z.number().int()]);

/** A page of tasks, searched, filtered and sorted, with how many there are in all. */
export async function listTasks(
  deps: Pick<TasksDeps, "db" | "now">,
  access: Access,
  input: ListTasksInput,
): Promise<{ items: Task[]; next: string | null; total: number }> {
  requirePermission(access, "tasks:read");
  const { workspaceId } = access;
  const now = new Date(deps.now());
  const filter: TaskFilter = {
    search: input.search,
    state: input.state,
    closed: input.closed === "true",
    assignees: input.assignee === undefined ? undefined : assigneesOf(access, input.assignee),
    overdue: input.overdue === "true",
    priority: input.priority,
    origin: input.origin,
    personId: input.person === undefined ? undefined : await resolvePerson(deps.db, workspaceId, input.person),
    accountId: input.account === undefined ? undefined : (parseAccountId(input.account) ?? undefined),
  };
  const after = decodeCursor(input.cursor, place);
  const options = { sort: input.sort, after: after && ([after[0], after[1]] as [string, string]), limit: input.limit, now };
  const [rows, total] = await readPage(input.cursor, () =>
    Promise.all([readTasks(deps.db, workspaceId, filter, options), after ? after[2] : countTasks(deps.db, workspaceId, filter, now)]),
  );
  const items = rows.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ place: _place, ...task }) => task),
    next: rows.length > input.limit && last ? encodeCursor([last.place, last.id, total]) : null,
    total,
  };
}

const userId = z.uuid();

/** `me,nobody,…` → user ids, null for nobody. */
function assigneesOf({ actor }: Access, text: string): (string | null)[] {
  return text.split(",").map((one) => {
    if (one === "nobody") return null;
    if (one === "me" && actor.kind === "user") return actor.id;
    if (!userId.safeParse(one).success)
      throw invalid({ field: "assignee", message: `has no meaning as ${JSON.stringify(one)} here`, accepted: "nobody or user ids" });
    return one;
  });
}

/** How many open tasks there are, as who asks sees them. */
export async function countOpenTasks(deps: Pick<TasksDeps, "db" | "now">, access: Access): Promise<OpenCounts> {
  requirePermission(access, "tasks:read");
  return countOpen(deps.db, access.workspaceId, access.actor.kind === "user" ? access.actor.id : null, new Date(deps.now()));
}
