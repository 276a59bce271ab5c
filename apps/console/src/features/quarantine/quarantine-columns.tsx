import { Chip } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import type { QuarantineItem } from "./quarantine-query.ts";
import { reasonOf } from "./reasons.ts";

export const quarantineColumns: readonly Column<QuarantineItem>[] = [
  { id: "message", label: "What was wrong", primary: true, cell: ({ message }) => message },
  { id: "code", label: "Reason", width: 160, compact: "none", cell: ({ code }) => <Chip>{reasonOf(code).label}</Chip> },
  { id: "event", label: "Event", width: 180, cell: ({ eventName }) => eventName ?? <span className="faint">no name</span> },
  { id: "source", label: "Source", width: 148, cell: ({ source }) => <span className="dim">{source?.name ?? "unknown"}</span> },
  {
    id: "received",
    label: "Received",
    width: 120,
    align: "end",
    cell: ({ receivedAt }) => (
      <span className="dim">
        <TimeAgo at={receivedAt} />
      </span>
    ),
  },
];
