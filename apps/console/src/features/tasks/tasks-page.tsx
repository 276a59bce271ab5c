import { Kbd } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { taskPriorities, taskSorts, type Task } from "@throughline/contract";
import { IconChecklist, IconPlus } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { api } from "../../app/api.ts";
import { useCan, useSession } from "../../app/session.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { closedColumns, openColumns } from "./task-columns.tsx";
import { TaskDrawer } from "./task-drawer.tsx";
import { TaskFilters } from "./task-filters.tsx";
import { startParams } from "./task-start.ts";
import { defaultSortOf, inputOfView, viewOf } from "./task-views.ts";
import classes from "./tasks.module.css";
import { useTaskChanges } from "./use-task-changes.ts";

const drawer = { task: undefined, finish: undefined, edit: undefined, ...startParams };

/** Work for people: what is mine, nobody's, late. The open task stands in the address (`?task=`), as does a new one (`?new=1`). */
export function TasksPage() {
  const state = useListState();
  const view = viewOf(state.filter("view"));
  const sort = taskSorts.find((one) => one === state.sort) ?? defaultSortOf(view);
  const priority = taskPriorities.find((one) => one === state.filter("priority"));
  const { user } = useSession();
  const mayWork = useCan("tasks:write");
  const { update } = useTaskChanges();
  const counts = useQuery(api.tasks.counts.queryOptions({ refetchInterval: 15_000 }));
  const list = useRows(
    api.tasks.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        cursor,
        limit: 100,
        search: state.search || undefined,
        priority,
        sort,
        ...inputOfView[view],
      }),
      ...byCursor,
      refetchInterval: 15_000,
    }),
  );
  const narrowed = state.search !== "" || priority !== undefined;
  const create = (
    <AllowedButton
      permission="tasks:write"
      variant="filled"
      leftSection={<IconPlus size={16} />}
      onClick={() => state.set({ ...drawer, new: "1" })}
    >
      New task
    </AllowedButton>
  );
  /** On a row: `e` finishes it, `a` takes it. */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = event.target instanceof HTMLElement ? event.target.dataset["row"] : undefined;
    const task: Task | undefined = index === undefined ? undefined : list.rows[Number(index)];
    if (!task || event.ctrlKey || event.metaKey || event.altKey || !mayWork || task.state !== "open") return;
    if (event.key === "e") state.set({ ...drawer, task: task.id, finish: "1" });
    else if (event.key === "a" && user && task.assignee?.userId !== user.id)
      update.mutate({ id: task.id, assignee: "me", revision: task.revision });
    else return;
    event.preventDefault();
  };
  const isNothing = counts.data?.open === 0 && view !== "closed";
  return (
    <Page title="Tasks" description={counts.data ? describeCounts(counts.data) : undefined} actions={isNothing ? null : create}>
      <div onKeyDown={onKeyDown} className={classes.list}>
        <DataTable
          key={view === "closed" ? "closed" : "open"}
          id={view === "closed" ? "closed-tasks" : "tasks"}
          label="Tasks"
          columns={view === "closed" ? closedColumns : openColumns}
          list={list}
          state={{ ...state, sort, narrowed, clear: () => state.set({ search: undefined, priority: undefined }) }}
          rowKey={({ id }) => id}
          onOpen={({ id }) => state.set({ ...drawer, task: id })}
          searchPlaceholder="Search task, person or account"
          filters={<TaskFilters state={state} view={view} counts={counts.data} />}
          count={list.firstPage ? plural(list.firstPage.total, "task") : null}
          empty={
            <EmptyState title={emptyTitles[view]} icon={<IconChecklist size={28} stroke={1.5} />} action={isNothing ? create : undefined}>
              {isNothing
                ? "A task says what somebody here should do about a customer, why, and by when. What came of it returns to the customer's timeline."
                : "Choose another list above."}
            </EmptyState>
          }
        />
        {list.rows.length > 0 && view !== "closed" && mayWork ? (
          <p className={`${classes.keys} faint small`} aria-hidden="true">
            <Kbd size="xs">j</Kbd> <Kbd size="xs">k</Kbd> move <Kbd size="xs">Enter</Kbd> opens <Kbd size="xs">e</Kbd> finishes{" "}
            <Kbd size="xs">a</Kbd> takes it
          </p>
        ) : null}
      </div>
      <TaskDrawer state={state} onClose={() => state.set(drawer)} />
    </Page>
  );
}

const emptyTitles = {
  open: "Nothing waits for a person",
  mine: "Nothing of yours is open",
  unassigned: "Every task has somebody",
  overdue: "Nothing is late",
  closed: "Nothing was closed yet",
} as const;

/** “9 wait for a person, 2 of them late.” */
function describeCounts({ open, overdue }: { open: number; overdue: number }): string {
  if (open === 0) return "Nothing waits for a person.";
  return `${open} ${open === 1 ? "waits" : "wait"} for a person${overdue > 0 ? `, ${overdue} of them late` : ""}.`;
}
