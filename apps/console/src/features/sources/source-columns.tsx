import type { Source } from "@throughline/contract";
import { formatCount } from "../../ui/format-number.ts";
import type { Column } from "../../ui/data-table/column.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { HealthStatus } from "./health-status.tsx";
import { kindLabel } from "./kind-label.ts";
import classes from "./sources.module.css";

export const sourceColumns: readonly Column<Source>[] = [
  { id: "name", label: "Source", primary: true, sort: "name", ascendingFirst: true, cell: ({ name }) => name },
  {
    id: "state",
    label: "State",
    width: 116,
    sort: "state",
    ascendingFirst: true,
    compact: "aside",
    cell: ({ health }) => <HealthStatus state={health.state} />,
  },
  {
    id: "kind",
    label: "Fed by",
    width: 148,
    sort: "kind",
    ascendingFirst: true,
    cell: ({ kind }) => <span className="dim">{kindLabel(kind)}</span>,
  },
  {
    id: "hours",
    label: "Last 24 h",
    width: 128,
    compact: "none",
    cell: ({ name, health }) => <Sparkline values={health.perHour} label={`${name}: accepted per hour over the last 24 hours`} />,
  },
  {
    id: "accepted",
    label: "Accepted",
    width: 124,
    align: "end",
    sort: "accepted",
    cell: ({ health }) => <Counted count={health.accepted24h} word="accepted" />,
  },
  {
    id: "quarantined",
    label: "Quarantined",
    width: 120,
    align: "end",
    sort: "quarantined",
    cell: ({ health }) => <Counted count={health.quarantined24h} word="quarantined" bleeds />,
  },
  {
    id: "duplicates",
    label: "Duplicates",
    width: 108,
    align: "end",
    sort: "duplicates",
    compact: "none",
    cell: ({ health }) => formatCount(health.duplicates24h),
  },
  {
    id: "last",
    label: "Last received",
    width: 128,
    align: "end",
    sort: "last",
    cell: ({ health }) => (
      <span className="dim">
        <TimeAgo at={health.lastReceivedAt} />
      </span>
    ),
  },
];

/** A count whose unit is only needed where there is no heading above it. */
function Counted({ count, word, bleeds = false }: { count: number; word: string; bleeds?: boolean }) {
  return (
    <span className={bleeds && count > 0 ? classes.bleeds : count === 0 ? "faint" : undefined}>
      {formatCount(count)}
      <span className={classes.unit}> {word}</span>
    </span>
  );
}
