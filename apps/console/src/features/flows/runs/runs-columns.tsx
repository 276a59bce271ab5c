import type { FlowRun } from "@throughline/contract";
import { Status } from "../../../ui/chip.tsx";
import type { Column } from "../../../ui/data-table/column.ts";
import { personTitle } from "../../../ui/person-title.ts";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import { runStateWords, whereWords } from "../words/flow-words.ts";
import { DueIn } from "./due-in.tsx";

/** Who is or was in the flow. */
export const runColumns: readonly Column<FlowRun>[] = [
  { id: "person", label: "Person", primary: true, width: "20%", cell: ({ person }) => <span dir="auto">{personTitle(person)}</span> },
  {
    id: "state",
    label: "State",
    width: 130,
    compact: "aside",
    cell: ({ state }) => <Status tone={runStateWords[state].tone}>{runStateWords[state].label}</Status>,
  },
  {
    id: "step",
    label: "Where",
    cell: (run) => {
      const words = whereWords(run);
      return (
        <span className="dim" title={words} dir="auto">
          {words}
        </span>
      );
    },
  },
  {
    id: "since",
    label: "Since",
    width: 116,
    align: "end",
    compact: "none",
    cell: ({ since, endedAt }) => <TimeAgo at={endedAt ?? since} />,
  },
  {
    id: "due",
    label: "Goes on",
    width: 120,
    align: "end",
    compact: "none",
    cell: ({ dueAt, endedAt }) => (dueAt === null || endedAt !== null ? <span className="faint">–</span> : <DueIn at={dueAt} />),
  },
  { id: "entered", label: "Came in", width: 116, align: "end", cell: ({ enteredAt }) => <TimeAgo at={enteredAt} /> },
  {
    id: "goal",
    label: "Goal",
    width: 116,
    align: "end",
    compact: "none",
    cell: ({ goalAt }) => (goalAt === null ? <span className="faint">–</span> : <TimeAgo at={goalAt} />),
  },
  { id: "version", label: "Version", width: 84, align: "end", optional: true, compact: "none", cell: ({ version }) => version },
  {
    id: "by",
    label: "Came in by",
    width: 200,
    optional: true,
    compact: "none",
    cell: ({ enteredBy }) => <span title={enteredBy}>{enteredBy}</span>,
  },
];
