import { Skeleton } from "@mantine/core";
import { moreIsBetter, type Journey, type JourneySummary } from "@throughline/contract";
import type { ReactNode } from "react";
import type { Column } from "../../ui/data-table/column.ts";
import { formatCount, plural } from "../../ui/format-number.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { formatBounds, formatRate } from "./format-figure.ts";
import classes from "./list.module.css";
import { figureChange } from "./map-words.ts";
import { OwnerMark } from "./owner-mark.tsx";
import { sparkValues } from "./spark-values.ts";

/** A journey with what is known of how it goes: nothing yet while it is pending, or when it could not be computed. */
export type JourneyRow = Journey & { summary: JourneySummary | undefined; isPending: boolean; compare: boolean };

const missing = <span className="faint">–</span>;
const told = (cell: (summary: JourneySummary, row: JourneyRow) => ReactNode) => (row: JourneyRow) =>
  row.summary ? cell(row.summary, row) : row.isPending ? <Skeleton width={70} height={12} /> : missing;

export const journeyColumns: readonly Column<JourneyRow>[] = [
  {
    id: "name",
    label: "Journey",
    primary: true,
    sort: "name",
    ascendingFirst: true,
    cell: ({ name, description }) => (
      <span className={classes.name}>
        <span>{name}</span>
        <span className="dim small truncate">{description}</span>
      </span>
    ),
  },
  {
    id: "completion",
    label: "Completed",
    width: 190,
    cell: told((summary, { compare }) => <Completion summary={summary} compare={compare} />),
  },
  { id: "trend", label: "Trend", width: 116, cell: told(({ completion }) => <Trend completion={completion} />), compact: "none" },
  {
    id: "now",
    label: "On their way",
    width: 116,
    align: "end",
    cell: told(({ underWay }) => <span title={plural(underWay, "instance")}>{formatCount(underWay)}</span>),
    compact: "aside",
  },
  { id: "news", label: "New this week", width: 280, cell: told(({ news }) => <News news={news} />) },
  { id: "owner", label: "Owner", width: 184, sort: "owner", ascendingFirst: true, cell: ({ owner }) => <OwnerMark owner={owner} /> },
  {
    id: "updatedAt",
    label: "Changed",
    width: 124,
    sort: "updatedAt",
    align: "end",
    optional: true,
    cell: ({ updatedAt }) => <TimeAgo at={updatedAt} />,
    compact: "none",
  },
];

/** The share that completes with its interval, and how it moved if that is more than chance. */
function Completion({ summary: { completion }, compare }: { summary: JourneySummary; compare: boolean }) {
  const { current, note } = completion;
  if (current.value === null)
    return (
      <span className="faint small" title={note ?? undefined}>
        too early to say
      </span>
    );
  const change = compare ? figureChange(completion, moreIsBetter.has("completion")) : null;
  return (
    <span className={classes.completion} title={`n ${formatCount(current.n)}`}>
      <strong>{formatRate(current.value)}</strong> <span className="faint small">{formatBounds(current, "share")}</span>
      {change?.tone ? (
        <span className="small" data-tone={change.tone}>
          {change.text.replace(" points", "")}
        </span>
      ) : null}
    </span>
  );
}

function Trend({ completion }: Pick<JourneySummary, "completion">) {
  const values = sparkValues(completion.trend.map(({ value }) => value));
  return values.length < 2 ? missing : <Sparkline values={values} label="Completion over the range" width={96} height={22} />;
}

/** The gravest news in its own words; how many more there are. */
function News({ news: { gravest, found, looked } }: Pick<JourneySummary, "news">) {
  if (!gravest) return <span className="faint">{looked === 0 ? "too young to say" : "nothing new"}</span>;
  const { sentence, isGood } = gravest;
  return (
    <span className={classes.newsCell} data-tone={isGood === null ? undefined : isGood ? "good" : "bleed"} title={sentence}>
      {sentence}
      {found > 1 ? <span className="faint"> And {found - 1} more.</span> : null}
    </span>
  );
}
