import { NativeSelect, SegmentedControl } from "@mantine/core";
import { taskPriorities } from "@throughline/contract";
import type { ListState } from "../../ui/data-table/use-list-state.ts";
import type { TaskView } from "./task-views.ts";
import { priorityWords } from "./task-words.ts";
import classes from "./tasks.module.css";

type Counts = { open: number; mine: number; unassigned: number; overdue: number };
const labels: Record<TaskView, string> = { open: "All", mine: "Mine", unassigned: "Nobody's", overdue: "Late", closed: "Closed" };

/** Which list, and which priority. */
export function TaskFilters({ state, view, counts }: { state: ListState; view: TaskView; counts: Counts | undefined }) {
  const views = Object.keys(labels) as TaskView[];
  return (
    <>
      <SegmentedControl
        aria-label="Which tasks"
        size="xs"
        className={classes.views}
        data={views.map((value) => ({
          value,
          label: <ViewLabel label={labels[value]} count={value === "closed" ? undefined : counts?.[value]} />,
        }))}
        value={view}
        onChange={(next) => state.set({ view: next === "open" ? undefined : next, sort: undefined })}
      />
      <NativeSelect
        aria-label="Priority"
        w={130}
        value={state.filter("priority") ?? ""}
        data={[
          { value: "", label: "Any priority" },
          ...taskPriorities.toReversed().map((value) => ({ value, label: priorityWords[value].label })),
        ]}
        onChange={(event) => state.set({ priority: event.currentTarget.value })}
      />
    </>
  );
}

function ViewLabel({ label, count }: { label: string; count: number | undefined }) {
  return (
    <span>
      {label}
      {count === undefined ? null : <span className={`${classes.viewCount} numbers`}> {count}</span>}
    </span>
  );
}
