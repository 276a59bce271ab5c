import { Skeleton } from "@mantine/core";
import { moreIsBetter, type Journey, type JourneyKpis } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import type { Column } from "../../ui/data-table/column.ts";
import { formatCount, plural } from "../../ui/format-number.ts";
import { Sparkline } from "../../ui/sparkline.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { formatBounds, formatRate } from "./format-figure.ts";
import { defaultLast, intervalOf } from "./journey-range.ts";
import classes from "./list.module.css";
import { figureChange } from "./map-words.ts";
import { OwnerMark } from "./owner-mark.tsx";
import { sparkValues } from "./spark-values.ts";

export const journeyColumns: readonly Column<Journey>[] = [
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
  { id: "completion", label: "Completed", width: 190, cell: ({ key }) => <Completion journey={key} /> },
  { id: "trend", label: "Trend", width: 116, cell: ({ key }) => <Trend journey={key} />, compact: "none" },
  { id: "now", label: "On their way", width: 116, align: "end", cell: ({ key }) => <Now journey={key} />, compact: "aside" },
  { id: "news", label: "New this week", width: 250, cell: ({ key }) => <News journey={key} /> },
  { id: "owner", label: "Owner", width: 160, sort: "owner", ascendingFirst: true, cell: ({ owner }) => <OwnerMark owner={owner} /> },
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

const staleTime = 60_000;
const range = { last: defaultLast };
const missing = <span className="faint">–</span>;
const loading = <Skeleton width={70} height={12} />;

function useCompletion(key: string) {
  const { data, isPending } = useQuery(
    api.journeys.kpis.queryOptions({ input: { key, ...range, interval: intervalOf(range) }, staleTime }),
  );
  return { isPending, figure: completionOf(data) };
}
const completionOf = (kpis: JourneyKpis | undefined) => kpis?.figures.find(({ kpi }) => kpi === "completion");

/** The share that completes with its interval, and how it moved if that is more than chance. */
function Completion({ journey }: { journey: string }) {
  const { isPending, figure } = useCompletion(journey);
  if (isPending) return loading;
  if (!figure || figure.current.value === null) return missing;
  const change = figureChange(figure, moreIsBetter.has("completion"));
  return (
    <span className={classes.completion} title={`n ${formatCount(figure.current.n)}`}>
      <strong>{formatRate(figure.current.value)}</strong> <span className="faint small">{formatBounds(figure.current, "share")}</span>
      {change?.tone ? (
        <span className="small" data-tone={change.tone}>
          {change.text.replace(" points", "")}
        </span>
      ) : null}
    </span>
  );
}

function Trend({ journey }: { journey: string }) {
  const { figure } = useCompletion(journey);
  const values = sparkValues(figure?.trend.map(({ value }) => value) ?? []);
  return values.length < 2 ? missing : <Sparkline values={values} label="Completion over the last 28 days" width={96} height={22} />;
}

function Now({ journey }: { journey: string }) {
  const { data, isPending } = useQuery(api.journeys.map.queryOptions({ input: { key: journey, ...range }, staleTime }));
  if (isPending) return loading;
  return data ? <span title={plural(data.open.value, "instance")}>{formatCount(data.open.value)}</span> : missing;
}

/** The gravest news in its own words; how many more there are. */
function News({ journey }: { journey: string }) {
  const { data, isPending } = useQuery(api.journeys.news.queryOptions({ input: { key: journey }, staleTime: 5 * staleTime }));
  if (isPending) return loading;
  const first = data?.items.find(({ isGood }) => isGood === false) ?? data?.items[0];
  if (!first) return <span className="faint">{data && data.looked === 0 ? "too young to say" : "nothing new"}</span>;
  return (
    <span
      className={classes.newsCell}
      data-tone={first.isGood === null ? undefined : first.isGood ? "good" : "bleed"}
      title={first.sentence}
    >
      {first.sentence}
      {data && data.items.length > 1 ? <span className="faint"> +{data.items.length - 1}</span> : null}
    </span>
  );
}
