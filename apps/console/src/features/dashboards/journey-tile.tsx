import { describeRange, type JourneyQuery } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Skeleton } from "@mantine/core";
import { api } from "../../app/api.ts";
import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { formatCount, formatShare } from "../../ui/format-number.ts";
import { TextLink } from "../../ui/text-link.tsx";
import { journeyAddress } from "../journeys/index.ts";
import { drawJourney, type JourneyColumn } from "./draw-journey.ts";
import { JourneyPicture } from "./journey-picture.tsx";
import classes from "./journey-tile.module.css";

/** How often the figures are read again while they are looked at. */
const readAgainMs = 30_000;

/** A journey in small: who came to each stage, who went on, who dropped out and who is done. Its own page has the whole map. */
export function JourneyTile({ query }: { query: JourneyQuery }) {
  const { data, error, isError, isFetching, refetch } = useQuery(
    api.insights.query.queryOptions({
      input: query,
      placeholderData: keepPreviousData,
      staleTime: readAgainMs,
      refetchInterval: readAgainMs,
    }),
  );
  if (isError && !isFetching) return <ErrorState error={error} onRetry={() => void refetch()} title="The journey cannot be shown" />;
  if (data?.kind !== "journey") return <Skeleton className={classes.waiting} radius="md" role="status" aria-label="Counting" />;
  const { columns, paths, ended, share } = drawJourney(data.map);
  if (data.map.entered.value + data.map.open.value + ended === 0)
    return <EmptyState title="Nobody was on their way">There is none in {describeRange(query.range)}.</EmptyState>;
  return (
    <ChartCard
      title={share === null ? "Nobody has come to an end yet" : `${formatShare(share)} of ${formatCount(ended)} that ended got there`}
      hint={`${formatCount(data.map.entered.value)} entered · ${formatCount(data.map.open.value)} on their way`}
      fileName={query.journey}
      table={{
        columns: ["Stage", "came", "here now", "went on", "dropped out"],
        rows: columns.map(({ name, came, now, wentOn, dropped }) => [
          name,
          came,
          now ?? "–",
          wentOn === null ? "–" : formatShare(wentOn),
          dropped,
        ]),
      }}
    >
      <JourneyPicture columns={columns} paths={paths} />
      <div className={classes.scroll} tabIndex={0} role="group" aria-label="Stages">
        <div className={classes.journey} style={{ "--stages": columns.length } as React.CSSProperties}>
          <svg viewBox={`0 0 ${columns.length * 100} 100`} preserveAspectRatio="none" aria-hidden="true">
            {paths.map(({ kind, d }) => (
              <path key={`${kind} ${d}`} className={classes[kind]} d={d} />
            ))}
          </svg>
          <ol>
            {columns.map((column) => (
              <Stage key={column.key} column={column} to={query.where ? null : journeyAddress(query.journey, query.range, column.who)} />
            ))}
          </ol>
        </div>
      </div>
    </ChartCard>
  );
}

/** `to`: the page of those behind the number; null under a condition, which that page does not know. */
function Stage({ column: { name, came, wentOn, dropped, isGoal }, to }: { column: JourneyColumn; to: string | null }) {
  return (
    <li>
      {to === null ? (
        <strong>{formatCount(came)}</strong>
      ) : (
        <TextLink to={to} className={classes.count}>
          {formatCount(came)}
          <span className="visually-hidden"> {isGoal ? "completed" : `came to ${name}`}: who?</span>
        </TextLink>
      )}
      <span className={classes.name} title={name}>
        {name}
      </span>
      {wentOn === null ? null : <span className={classes.share}>{formatShare(wentOn)} go on</span>}
      {dropped > 0 ? <span className={classes.dropped}>{formatCount(dropped)} drop out</span> : null}
    </li>
  );
}
