import type { InstanceSummary, JourneyDefinition } from "@throughline/contract";
import { channelLabel } from "../../ui/channel-label.ts";
import { Chip, type Tone } from "../../ui/chip.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { formatCount, plural } from "../../ui/format-number.ts";
import { personTitle } from "../../ui/person-title.ts";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { formatFigure, formatSpan } from "./format-figure.ts";
import { lastedSeconds, wayWords } from "./instance-words.ts";
import list from "./list.module.css";
import type { NameOf } from "./map-words.ts";
import classes from "./strip/strip.module.css";

type Outcome = InstanceSummary["outcome"];
export const outcomeWords: Record<Outcome, string> = {
  open: "On its way",
  completed: "Completed",
  failed: "Failed",
  expired: "Ran out of time",
};
const tones: Record<Outcome, Tone> = { open: "neutral", completed: "good", failed: "bleed", expired: "neutral" };

/** Whose instance it is. */
export function instanceTitle({ person, account }: Pick<InstanceSummary, "person" | "account">): string {
  if (person) return personTitle(person);
  return account?.name ?? "An account without a name";
}

export function OutcomeChip({ instance, nameOf }: { instance: InstanceSummary; nameOf: NameOf }) {
  const { outcome, failure } = instance;
  return <Chip tone={tones[outcome]}>{failure === null ? outcomeWords[outcome] : nameOf(`$failed:${failure}`)}</Chip>;
}

/** The columns of a journey's instances. */
export function instanceColumns(nameOf: NameOf, by: JourneyDefinition["by"], hasRevenue: boolean): Column<InstanceSummary>[] {
  const revenue: Column<InstanceSummary> = {
    id: "revenue",
    label: "Revenue",
    width: 100,
    align: "end",
    cell: ({ revenue: amount }) => (amount === null ? "–" : formatFigure(amount, "money")),
    compact: "none",
  };
  return [
    {
      id: "who",
      label: by === "account" ? "Account" : "Person",
      primary: true,
      width: 210,
      cell: (instance) => (
        <span className={list.name}>
          <span dir="auto">{by === "account" ? (instance.account?.name ?? instanceTitle(instance)) : instanceTitle(instance)}</span>
          <span className="dim small truncate">{by === "account" ? instance.person?.name : instance.account?.name}</span>
        </span>
      ),
    },
    { id: "outcome", label: "Outcome", width: 150, cell: (instance) => <OutcomeChip instance={instance} nameOf={nameOf} /> },
    {
      id: "path",
      label: "Way",
      cell: ({ path, stage }) => (
        <span className={classes.way} title={path.map(nameOf).join(" → ")}>
          {wayWords(path.length === 0 ? [stage] : path, nameOf)}
        </span>
      ),
      compact: "none",
    },
    { id: "lasted", label: "Took", width: 92, align: "end", cell: (instance) => formatSpan(lastedSeconds(instance)), compact: "none" },
    {
      id: "interactions",
      label: "Interactions",
      width: 112,
      align: "end",
      cell: ({ interactions }) => formatCount(interactions),
      compact: "none",
    },
    {
      id: "effort",
      label: "Effort",
      width: 172,
      cell: ({ contacts, switches, repeats, friction }) => {
        const parts = [
          contacts > 0 ? plural(contacts, "contact") : "",
          switches > 0 ? plural(switches, "switch", "switches") : "",
          repeats > 0 ? `${formatCount(repeats)} told again` : "",
          friction > 0 ? `${formatCount(friction)} friction` : "",
        ].filter(Boolean);
        return <span className="dim small">{parts.length === 0 ? "none" : parts.join(", ")}</span>;
      },
    },
    {
      id: "channels",
      label: "Channels",
      width: 150,
      optional: true,
      cell: ({ channels }) => <span className="dim small">{channels.map(channelLabel).join(", ")}</span>,
      compact: "none",
    },
    ...(hasRevenue ? [revenue] : []),
    { id: "started", label: "Began", width: 110, align: "end", cell: ({ startedAt }) => <TimeAgo at={startedAt} />, compact: "aside" },
  ];
}
