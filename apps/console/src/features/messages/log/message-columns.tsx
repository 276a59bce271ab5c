import type { Message } from "@throughline/contract";
import { Status } from "../../../ui/chip.tsx";
import type { Column } from "../../../ui/data-table/column.ts";
import { personTitle } from "../../../ui/person-title.ts";
import { TextLink } from "../../../ui/text-link.tsx";
import { TimeAgo } from "../../../ui/time-ago.tsx";
import classes from "../messages.module.css";
import { messageChannelWords, sayMessage } from "../message-words.ts";

export const messageColumns: readonly Column<Message>[] = [
  {
    id: "subject",
    label: "Message",
    primary: true,
    cell: ({ subject, template }) => <span dir="auto">{subject ?? template}</span>,
  },
  {
    id: "person",
    label: "Person",
    width: "20%",
    cell: ({ person }) => (
      <TextLink to={`/people/${person.id}`} className={classes.quietLink}>
        <bdi>{personTitle(person)}</bdi>
      </TextLink>
    ),
  },
  {
    id: "state",
    label: "State",
    width: 170,
    compact: "aside",
    cell: (message) => {
      const { label, tone } = sayMessage(message);
      return <Status tone={tone}>{label}</Status>;
    },
  },
  { id: "channel", label: "Channel", width: 116, cell: ({ channel }) => messageChannelWords[channel] },
  {
    id: "flow",
    label: "Flow",
    width: 160,
    cell: ({ flow, flowName }) =>
      flow === null ? (
        <span className="faint">–</span>
      ) : (
        <TextLink to={`/engage/flows/${encodeURIComponent(flow)}`} className={classes.quietLink}>
          <bdi>{flowName ?? flow}</bdi>
        </TextLink>
      ),
  },
  { id: "template", label: "Template", width: 150, optional: true, compact: "none", cell: ({ template }) => template },
  { id: "when", label: "When", width: 118, align: "end", cell: ({ sentAt, queuedAt }) => <TimeAgo at={sentAt ?? queuedAt} /> },
];
