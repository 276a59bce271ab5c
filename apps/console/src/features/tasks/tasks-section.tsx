import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Task } from "@throughline/contract";
import { IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { SideDrawer } from "../../ui/side-drawer.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { Section } from "../people/index.ts";
import { Due } from "./due.tsx";
import { PriorityMark } from "./priority-mark.tsx";
import type { TaskStart } from "./task-form.tsx";
import classes from "./tasks.module.css";

/** Loaded when it is asked for. */
const TaskForm = lazy(async () => ({ default: (await import("./task-form.tsx")).TaskForm }));
const most = 8;

/** Tasks about a person or an account, the open ones first, and how to make one with the context filled in. */
export function TasksSection({ about }: { about: { person: string; account: string | null } | { account: string } }) {
  const mayWork = useCan("tasks:write");
  const [isMaking, setMaking] = useState(false);
  const which = "person" in about ? { person: about.person } : { account: about.account };
  const open = useQuery(api.tasks.list.queryOptions({ input: { ...which, state: "open", limit: most }, refetchInterval: 15_000 }));
  const closed = useQuery(
    api.tasks.list.queryOptions({ input: { ...which, closed: "true", sort: "-closedAt", limit: 3 }, refetchInterval: 15_000 }),
  );
  const start: TaskStart = "person" in about ? { person: about.person, account: about.account } : { account: about.account };
  const items = open.data?.items ?? [];
  const done = closed.data?.items ?? [];
  const more = (open.data?.total ?? 0) - items.length;
  if (!mayWork && items.length === 0 && done.length === 0) return null;
  return (
    <Section
      title="Tasks"
      count={open.data?.total ?? 0}
      actions={
        mayWork ? (
          <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setMaking(true)}>
            New task
          </Button>
        ) : undefined
      }
    >
      {open.isError && !open.data ? <p className={classes.bleeds}>The tasks could not be loaded.</p> : null}
      {open.data && items.length === 0 ? <p className="faint small">Nothing is open.</p> : null}
      <ul className={classes.brief}>
        {items.map((task) => (
          <Open key={task.id} task={task} />
        ))}
        {done.map((task) => (
          <Closed key={task.id} task={task} />
        ))}
      </ul>
      {more > 0 ? <p className="dim small">and {more} more</p> : null}
      <SideDrawer opened={isMaking} onClose={() => setMaking(false)} title="New task" size={560}>
        <Suspense fallback={<LinesSkeleton lines={5} />}>
          <TaskForm start={start} onDone={() => setMaking(false)} onCancel={() => setMaking(false)} />
        </Suspense>
      </SideDrawer>
    </Section>
  );
}

function Open({ task }: { task: Task }) {
  return (
    <li>
      <TextLink to={`/tasks?task=${task.id}`} className={classes.strong}>
        <span dir="auto">{task.title}</span>
      </TextLink>
      <span className={`${classes.briefLine} dim small`}>
        {task.priority === "high" || task.priority === "urgent" ? <PriorityMark priority={task.priority} /> : null}
        {task.due ? <Due task={task} /> : null}
        <span>{task.assignee?.name ?? "nobody yet"}</span>
      </span>
    </li>
  );
}

function Closed({ task }: { task: Task }) {
  return (
    <li>
      <TextLink to={`/tasks?task=${task.id}`} className={classes.quietLink}>
        <span dir="auto">{task.title}</span>
      </TextLink>
      <span className={`${classes.briefLine} dim small`}>
        <span>{task.outcome ?? "Cancelled"}</span>
        <TimeAgo at={task.closedAt} />
      </span>
    </li>
  );
}
