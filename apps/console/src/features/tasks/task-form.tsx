import { Button, Group, TagsInput, Textarea, TextInput } from "@mantine/core";
import { defaultOutcomes, type Task, type TaskContext } from "@throughline/contract";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiError } from "../../app/api-error.ts";
import { api } from "../../app/api.ts";
import { notifyDone } from "../../app/notify.ts";
import { AccountField, PersonField } from "./subject-field.tsx";
import { TaskContextList } from "./task-context-list.tsx";
import { AssigneeField, DueField, PriorityField } from "./task-fields.tsx";
import classes from "./tasks.module.css";
import { useTaskChanges } from "./use-task-changes.ts";

/** What a new task begins with: where it is made from fills in the context. */
export type TaskStart = {
  title?: string;
  person?: string | null;
  account?: string | null;
  context?: TaskContext;
};
type TaskFormProps = {
  /** The one that is changed; a new one without it. */
  task?: Task;
  start?: TaskStart;
  onDone: (id: string) => void;
  onCancel: () => void;
};
const noContext: TaskContext = { journey: null, interaction: null, evidence: [] };

/** Makes a task, or changes an open one. */
export function TaskForm({ task, start = {}, onDone, onCancel }: TaskFormProps) {
  const { refresh } = useTaskChanges();
  const [title, setTitle] = useState(task?.title ?? start.title ?? "");
  const [why, setWhy] = useState(task?.why ?? "");
  const [person, setPerson] = useState(task ? (task.person?.id ?? null) : (start.person ?? null));
  const [account, setAccount] = useState(task ? (task.account?.id ?? null) : (start.account ?? null));
  const [assignee, setAssignee] = useState(task?.assignee?.userId ?? null);
  const [due, setDue] = useState(task?.due ?? null);
  const [priority, setPriority] = useState(task?.priority ?? "normal");
  const [outcomes, setOutcomes] = useState<string[]>(task?.outcomes ?? [...defaultOutcomes]);
  const onSuccess = async ({ id }: { id: string }) => {
    await refresh();
    notifyDone(task ? "The task is saved." : "The task is made.");
    onDone(id);
  };
  const create = useMutation(api.tasks.create.mutationOptions({ onSuccess }));
  const update = useMutation(api.tasks.update.mutationOptions({ onSuccess, onError: () => void refresh() }));
  const { error, isPending } = task ? update : create;
  const issueOf = (field: string) => (error instanceof ApiError ? error.issueOf(field) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const values = { title, why, person, account, assignee, due, priority, outcomes };
    if (task) update.mutate({ ...values, id: task.id, revision: task.revision });
    else create.mutate({ ...values, context: start.context ?? noContext });
  };
  const isNamed = ["title", "why", "outcomes"].some((field) => issueOf(field) !== undefined);
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label="What is to be done"
        data-autofocus
        required
        withAsterisk={false}
        maxLength={200}
        value={title}
        error={issueOf("title")}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label="Why"
        placeholder="What happened, and what would help"
        rows={3}
        maxLength={4000}
        value={why}
        error={issueOf("why")}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <TaskContextList context={task?.context ?? start.context ?? noContext} person={person} />
      <div className={classes.fields}>
        <PersonField value={person} onChange={setPerson} />
        <AccountField value={account} onChange={setAccount} />
      </div>
      <div className={classes.fields}>
        <AssigneeField value={assignee} now={task?.assignee ?? null} onChange={setAssignee} />
        <DueField value={due} onChange={setDue} />
        <PriorityField value={priority} onChange={setPriority} />
      </div>
      <TagsInput
        label="It can end with"
        description="One of these is chosen when it is finished. Enter adds one."
        maxTags={10}
        value={outcomes}
        error={issueOf("outcomes")}
        onChange={setOutcomes}
      />
      {error && !isNamed ? (
        <p role="alert" className={classes.bleeds}>
          {error.message}
        </p>
      ) : null}
      <Group gap={8}>
        <Button type="submit" variant="filled" loading={isPending} disabled={title.trim() === "" || outcomes.length === 0}>
          {task ? "Save" : "Make the task"}
        </Button>
        <Button onClick={onCancel}>Back</Button>
      </Group>
    </form>
  );
}
