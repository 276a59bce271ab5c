export { createTask, type NewTask } from "./create-task.ts";
export { ensureSampleTasks } from "./ensure-sample-tasks.ts";
export { taskRoutes } from "./tasks.routes.ts";
export type { ClosedTask, TasksDeps } from "./tasks-deps.ts";
