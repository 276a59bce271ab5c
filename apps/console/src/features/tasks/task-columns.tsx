import type { Task } from "@throughline/contract";
import { Chip } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { Nothing } from "../../ui/data-table/nothing.tsx";
import { personTitle } from "../../ui/person-title.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { Due } from "./due.tsx";
import { PriorityMark } from "./priority-mark.tsx";
import classes from "./tasks.module.css";

const none = <Nothing />;

/** The person that a task is about. */
export function TaskPerson({ person }: Pick<Task, "person">) {
  if (!person) return none;
  return (
    <TextLink to={`/people/${person.id}`} className={classes.quietLink}>
      <bdi>{personTitle(person)}</bdi>
    </TextLink>
  );
}

/** The account that a task is about, or whose person it is. */
export function TaskAccount({ account }: Pick<Task, "account">) {
  if (!account) return none;
  return (
    <TextLink to={`/accounts/${account.id}`} className={classes.quietLink}>
      <bdi>{account.name ?? account.key}</bdi>
    </TextLink>
  );
}

const first: readonly Column<Task>[] = [
  {
    id: "title",
    label: "Task",
    primary: true,
    sort: "title",
    ascendingFirst: true,
    cell: ({ title }) => <span dir="auto">{title}</span>,
  },
  { id: "person", label: "Person", width: "16%", cell: ({ person }) => <TaskPerson person={person} /> },
  { id: "account", label: "Account", width: "17%", cell: ({ account }) => <TaskAccount account={account} /> },
];

export const openColumns: readonly Column<Task>[] = [
  ...first,
  { id: "priority", label: "Priority", width: 104, sort: "priority", cell: ({ priority }) => <PriorityMark priority={priority} /> },
  {
    id: "due",
    label: "Due",
    width: 128,
    sort: "due",
    ascendingFirst: true,
    compact: "aside",
    cell: (task) => (task.due ? <Due task={task} /> : none),
  },
  {
    id: "assignee",
    label: "Assignee",
    width: 148,
    cell: ({ assignee }) => (assignee ? <span>{assignee.name}</span> : <span className="faint">nobody</span>),
  },
  {
    id: "createdAt",
    label: "Made",
    width: 116,
    sort: "createdAt",
    align: "end",
    compact: "none",
    optional: true,
    cell: ({ createdAt }) => <TimeAgo at={createdAt} />,
  },
];

export const closedColumns: readonly Column<Task>[] = [
  ...first,
  {
    id: "outcome",
    label: "Ended with",
    width: 208,
    compact: "aside",
    cell: ({ state, outcome }) => (state === "done" ? <Chip tone="good">{outcome}</Chip> : <Chip>Cancelled</Chip>),
  },
  { id: "closedBy", label: "By", width: 148, cell: ({ closedBy }) => closedBy ?? none },
  {
    id: "closedAt",
    label: "Closed",
    width: 124,
    sort: "closedAt",
    align: "end",
    cell: ({ closedAt }) => <TimeAgo at={closedAt} />,
  },
];
