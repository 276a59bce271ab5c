import { api } from "../../platform/http/index.ts";
import { cancelTask, finishTask, reopenTask } from "./close-task.ts";
import { createTaskByHand } from "./create-task-by-hand.ts";
import { getTask } from "./get-task.ts";
import { countOpenTasks, listTasks } from "./list-tasks.ts";
import type { TasksDeps } from "./tasks-deps.ts";
import { updateTask } from "./update-task.ts";

export const taskRoutes = (deps: TasksDeps) => ({
  list: api.tasks.list.handler(({ input, context }) => listTasks(deps, context.access, input)),
  counts: api.tasks.counts.handler(({ context }) => countOpenTasks(deps, context.access)),
  get: api.tasks.get.handler(({ input, context }) => getTask(deps, context.access, input)),
  create: api.tasks.create.handler(({ input, context }) => createTaskByHand(deps, context.access, input)),
  update: api.tasks.update.handler(({ input, context }) => updateTask(deps, context.access, input)),
  done: api.tasks.done.handler(({ input, context }) => finishTask(deps, context.access, input)),
  cancel: api.tasks.cancel.handler(({ input, context }) => cancelTask(deps, context.access, input)),
  reopen: api.tasks.reopen.handler(({ input, context }) => reopenTask(deps, context.access, input)),
});
