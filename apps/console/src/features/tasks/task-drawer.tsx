import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { TaskDetails } from "./task-details.tsx";
import { TaskForm } from "./task-form.tsx";
import { startOf, startParams } from "./task-start.ts";

/** What is open beside the list: a task, the form that changes it, or a new one. All in the address. */
export function TaskDrawer({ state, onClose }: { state: ListState; onClose: () => void }) {
  const mayWork = useCan("tasks:write");
  const id = state.filter("task");
  const isNew = state.filter("new") !== undefined && mayWork;
  const isEditing = state.filter("edit") !== undefined && mayWork;
  const task = useQuery(api.tasks.get.queryOptions({ input: { id: id ?? "" }, enabled: id !== undefined }));
  const show = (to: string) => state.set({ ...startParams, task: to, edit: undefined, finish: undefined });
  return (
    <SideDrawer
      opened={isNew || id !== undefined}
      onClose={onClose}
      title={isNew ? "New task" : <span dir="auto">{(isEditing ? "Edit: " : "") + (task.data?.title ?? "Task")}</span>}
      size={560}
    >
      {isNew ? <TaskForm start={startOf(state.filter)} onDone={show} onCancel={onClose} /> : null}
      {!isNew && id !== undefined && isEditing && task.data?.state === "open" ? (
        <TaskForm key={id} task={task.data} onDone={show} onCancel={() => show(id)} />
      ) : null}
      {!isNew && id !== undefined && !(isEditing && task.data?.state === "open") ? (
        <TaskDetails
          key={id}
          id={id}
          isFinishing={state.filter("finish") !== undefined}
          onEdit={() => state.set({ edit: "1", finish: undefined })}
          onClosed={onClose}
        />
      ) : null}
    </SideDrawer>
  );
}
