import { useQuery } from "@tanstack/react-query";
import { IconCircleCheck } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { Card } from "../../ui/card.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { Due } from "./due.tsx";
import { PriorityMark } from "./priority-mark.tsx";
import { TaskAccount, TaskPerson } from "./task-columns.tsx";
import classes from "./tasks.module.css";

const shown = 5;

/** What needs a person: my tasks and nobody's, the most pressing first. */
export function TasksCard() {
  const mayRead = useCan("tasks:read");
  const options = { enabled: mayRead, refetchInterval: 15_000 };
  const counts = useQuery(api.tasks.counts.queryOptions(options));
  const tasks = useQuery(
    api.tasks.list.queryOptions({ input: { state: "open", assignee: "me,nobody", sort: "due", limit: shown }, ...options }),
  );
  if (!mayRead) return null;
  const items = tasks.data?.items ?? [];
  return (
    <Card
      title="Needs a person"
      hint={counts.data && counts.data.open > 0 ? sayCounts(counts.data) : undefined}
      actions={
        <TextLink to="/tasks" className="small">
          All tasks
        </TextLink>
      }
      flush
    >
      {tasks.error && !tasks.data ? <ErrorState error={tasks.error} onRetry={() => void tasks.refetch()} /> : null}
      {tasks.isPending ? (
        <div className={classes.padded}>
          <LinesSkeleton lines={3} />
        </div>
      ) : null}
      {tasks.data && items.length === 0 ? (
        <p className={classes.allWell}>
          <IconCircleCheck size={18} aria-hidden="true" />
          <span>
            {counts.data && counts.data.open > 0 ? "Nothing of yours, and nothing that nobody has." : "Nothing waits for a person."}
          </span>
        </p>
      ) : null}
      <ul className={classes.queue}>
        {items.map((task) => (
          <li key={task.id}>
            <TextLink to={`/tasks?task=${task.id}`} className={`${classes.strong} ${classes.queueTitle}`}>
              <span dir="auto">{task.title}</span>
            </TextLink>
            <span className={`${classes.queueAbout} small dim`}>
              {task.person ? <TaskPerson person={task.person} /> : <TaskAccount account={task.account} />}
            </span>
            <span className={classes.queuePriority}>
              <PriorityMark priority={task.priority} />
            </span>
            <span className={`${classes.queueDue} small`}>{task.due ? <Due task={task} /> : <span className="faint">no day</span>}</span>
            <span className={`${classes.queueWho} small dim`}>{task.assignee ? "mine" : "nobody's"}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** “2 mine · 6 nobody's · 1 late”. */
function sayCounts({ mine, unassigned, overdue }: { mine: number; unassigned: number; overdue: number }): string {
  return [`${mine} mine`, `${unassigned} nobody's`, ...(overdue > 0 ? [`${overdue} late`] : [])].join(" · ");
}
