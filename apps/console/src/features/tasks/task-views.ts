import type { TaskState } from "@throughline/contract";

export const taskViews = ["open", "mine", "unassigned", "overdue", "closed"] as const;
export type TaskView = (typeof taskViews)[number];

export const viewOf = (text: string | undefined): TaskView => taskViews.find((view) => view === text) ?? "open";

type ViewInput = { state?: TaskState; assignee?: string; overdue?: "true"; closed?: "true" };
/** What each list asks for. */
export const inputOfView: Record<TaskView, ViewInput> = {
  open: { state: "open" },
  mine: { state: "open", assignee: "me" },
  unassigned: { state: "open", assignee: "nobody" },
  overdue: { state: "open", overdue: "true" },
  closed: { closed: "true" },
};
export const defaultSortOf = (view: TaskView): "due" | "-closedAt" => (view === "closed" ? "-closedAt" : "due");
