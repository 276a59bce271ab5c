import type { FlowSummary } from "@throughline/contract";
import { Chip } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { formatCount, formatShare, plural } from "../../ui/format-number.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { FlowStatus } from "./flow-status.tsx";
import classes from "./flows.module.css";

export const flowColumns: readonly Column<FlowSummary>[] = [
  {
    id: "name",
    label: "Name",
    primary: true,
    width: "28%",
    cell: ({ name }) => <span dir="auto">{name}</span>,
  },
  {
    id: "trigger",
    label: "Begins with",
    cell: ({ trigger }) => (
      <span className="dim" title={trigger}>
        {trigger}
      </span>
    ),
    compact: "none",
  },
  {
    id: "state",
    label: "State",
    width: 180,
    cell: (flow) => (
      <span className={classes.state}>
        <FlowStatus flow={flow} />
        {flow.hasChanges && flow.version !== null ? <Chip title="The draft differs from what is published">changed</Chip> : null}
      </span>
    ),
  },
  {
    id: "inside",
    label: "In it now",
    width: 96,
    align: "end",
    compact: "aside",
    cell: ({ inside }) => (
      <span className="numbers">
        {formatCount(inside)}
        <span className={classes.onPhones}> in it</span>
      </span>
    ),
  },
  {
    id: "entered",
    label: "Came in, 28 d",
    width: 118,
    align: "end",
    compact: "none",
    cell: ({ entered }) => <span className="numbers">{formatCount(entered)}</span>,
  },
  {
    id: "reached",
    label: "Reached the goal",
    width: 140,
    align: "end",
    compact: "none",
    cell: ({ goal, entered, reached }) =>
      goal === null ? (
        <span className="faint">no goal</span>
      ) : (
        <span className="numbers" title={`${plural(reached, "person", "people")} of ${formatCount(entered)}: ${goal}`}>
          {entered === 0 ? "–" : formatShare(reached / entered)}
        </span>
      ),
  },
  { id: "updated", label: "Changed", width: 110, align: "end", compact: "none", cell: ({ updatedAt }) => <TimeAgo at={updatedAt} /> },
  { id: "by", label: "Changed by", width: 150, optional: true, compact: "none", cell: ({ updatedBy }) => updatedBy },
];
