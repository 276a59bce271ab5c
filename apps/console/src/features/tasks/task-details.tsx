import { Button, Group } from "@mantine/core";
import type { TaskDetails as Details } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { Chip } from "../../ui/chip.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinesSkeleton } from "../../ui/skeletons.tsx";
import { TimeAgo, useNow } from "../../ui/time-ago.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import { dayAfter, dueMoment } from "./due-moment.ts";
import { Due } from "./due.tsx";
import { FinishForm } from "./finish-form.tsx";
import { PriorityMark } from "./priority-mark.tsx";
import { TaskContextList } from "./task-context-list.tsx";
import { AssigneeField, DueField, PriorityField } from "./task-fields.tsx";
import { TaskHistory } from "./task-history.tsx";
import { TaskAccount, TaskPerson } from "./task-columns.tsx";
import { sayOrigin } from "./task-words.ts";
import classes from "./tasks.module.css";
import { useTaskChanges } from "./use-task-changes.ts";

/** Loaded where a decision is asked for. */
const DecisionOfTask = lazy(async () => ({ default: (await import("../arbiter/index.ts")).DecisionOfTask }));

/** Loaded where a flow asks for approval. */
const MessageOfTask = lazy(async () => {
  const { FlowMessagePreview, stepOfTask } = await import("../messages/index.ts");
  return {
    default: ({ taskKey, personId }: { taskKey: string | null; personId: string }) => {
      const from = stepOfTask(taskKey);
      return from === null ? null : <FlowMessagePreview {...from} personId={personId} />;
    },
  };
});

/** What the rules said is shown with the decision: of the evidence only what leads somewhere is left. */
const withoutVerdicts = ({ origin, context }: Details): Details["context"] =>
  origin.kind === "arbiter" ? { ...context, evidence: context.evidence.filter(({ link }) => link !== null) } : context;

type TaskDetailsProps = {
  id: string;
  /** Finishing is what it was opened for. */
  isFinishing: boolean;
  onEdit: () => void;
  onClosed: () => void;
};

/** One task: what is to be done and why, whose it is and by when, how it can end, and who did what. */
export function TaskDetails({ id, isFinishing, onEdit, onClosed }: TaskDetailsProps) {
  const task = useQuery(api.tasks.get.queryOptions({ input: { id }, refetchInterval: 15_000 }));
  if (task.error && !task.data) return <ErrorState error={task.error} onRetry={() => void task.refetch()} />;
  if (!task.data) return <LinesSkeleton lines={7} />;
  return <Shown task={task.data} isFinishing={isFinishing} onEdit={onEdit} onClosed={onClosed} />;
}

function Shown({ task, isFinishing, onEdit, onClosed }: Omit<TaskDetailsProps, "id"> & { task: Details }) {
  const isOpen = task.state === "open";
  const mayWork = useCan("tasks:write");
  const { reopen } = useTaskChanges();
  return (
    <div className={classes.details}>
      <div className={classes.head}>
        <PriorityMark priority={task.priority} />
        {task.due && isOpen ? (
          <span>
            {task.overdue ? null : <span className="dim">Due </span>}
            <Due task={task} />
          </span>
        ) : null}
        {task.state === "done" ? <Chip tone="good">{task.outcome}</Chip> : null}
        {task.state === "cancelled" ? <Chip>Cancelled</Chip> : null}
        {task.person ? <TaskPerson person={task.person} /> : null}
        {task.account ? <TaskAccount account={task.account} /> : null}
      </div>
      {task.why ? (
        <p className={classes.why} dir="auto">
          {task.why}
        </p>
      ) : null}
      {task.origin.kind === "arbiter" && task.origin.ref !== null ? (
        <Suspense fallback={<LinesSkeleton lines={4} />}>
          <DecisionOfTask touch={task.origin.ref} />
        </Suspense>
      ) : null}
      {task.origin.kind === "flow" && task.person ? (
        <Suspense fallback={<LinesSkeleton lines={4} />}>
          <MessageOfTask taskKey={task.key} personId={task.person.id} />
        </Suspense>
      ) : null}
      <TaskContextList context={withoutVerdicts(task)} person={task.person?.id ?? null} />
      {isOpen ? null : (
        <div className={classes.closed}>
          <p>
            {task.closedBy} {task.state === "done" ? "finished it" : "cancelled it"} <TimeAgo at={task.closedAt} />
            {task.note ? ":" : "."}
          </p>
          {task.note ? <blockquote dir="auto">{task.note}</blockquote> : null}
          <AllowedButton
            permission="tasks:write"
            loading={reopen.isPending}
            onClick={() => reopen.mutate({ id: task.id, revision: task.revision })}
          >
            Open it again
          </AllowedButton>
        </div>
      )}
      {isOpen && mayWork ? <FinishForm key={task.id} task={task} isFirst={isFinishing} onDone={onClosed} /> : null}
      {isOpen ? <Planning task={task} mayWork={mayWork} onEdit={onEdit} /> : null}
      <section aria-label="History">
        <h3 className={classes.label}>History</h3>
        <TaskHistory history={task.history} />
      </section>
      <p className="faint small">
        {sayOrigin(task)}, <TimeAgo at={task.createdAt} />.
      </p>
    </div>
  );
}

const snoozes = [
  { label: "Tomorrow", days: 1 },
  { label: "In 3 days", days: 3 },
  { label: "In a week", days: 7 },
] as const;

/** Whose it is and by when; changed in place. */
function Planning({ task, mayWork, onEdit }: { task: Details; mayWork: boolean; onEdit: () => void }) {
  const { update } = useTaskChanges();
  const timeZone = useTimeZone();
  const now = useNow();
  const which = { id: task.id, revision: task.revision };
  const disabled = !mayWork || update.isPending;
  const postpone = (days: number) => update.mutate({ ...which, due: dueMoment(dayAfter(now, days, timeZone), timeZone) });
  return (
    <section aria-label="Who and when" className={classes.planning}>
      <div className={classes.fields}>
        <AssigneeField
          value={task.assignee?.userId ?? null}
          now={task.assignee}
          disabled={disabled}
          onChange={(assignee) => update.mutate({ ...which, assignee })}
        />
        <DueField value={task.due} disabled={disabled} onChange={(due) => update.mutate({ ...which, due })} />
        <PriorityField value={task.priority} disabled={disabled} onChange={(priority) => update.mutate({ ...which, priority })} />
      </div>
      <Group gap={8}>
        {mayWork
          ? snoozes.map(({ label, days }) => (
              <Button key={label} size="xs" disabled={disabled} onClick={() => postpone(days)}>
                {label}
              </Button>
            ))
          : null}
        <AllowedButton permission="tasks:write" size="xs" onClick={onEdit}>
          Edit…
        </AllowedButton>
      </Group>
    </section>
  );
}
