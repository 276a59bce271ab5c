import { Button } from "@mantine/core";
import type { Distinction, FunnelQuery } from "@throughline/contract";
import { describeProperty } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { Card } from "../../../ui/card.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount, formatShare } from "../../../ui/format-number.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { useEvents } from "../builder/use-catalogue.ts";
import { sayCompared } from "./say-compared.ts";
import { sayOdds, sayOddsInterval } from "./odds.ts";
import classes from "./result.module.css";

/** So many are shown until all are asked for. */
const mostAtFirst = 12;

/** What those who convert have or do more often than the others by more than chance, the clearest first. A finding, not a cause. */
export function Distinguish({ query }: { query: FunnelQuery }) {
  const found = useQuery(api.insights.distinguish.queryOptions({ input: { query }, staleTime: 60_000, retry: false }));
  const isView = useViews();
  const [all, setAll] = useState(false);
  const items = found.data?.items ?? [];
  return (
    <Card
      title="What distinguishes those who convert"
      hint={
        found.data ? (
          <>
            n {formatCount(found.data.converted)} converted, {formatCount(found.data.dropped)} did not · each odds ratio with its interval
            at 95 %
          </>
        ) : undefined
      }
    >
      {found.isPending ? <LinesSkeleton lines={5} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data ? <p className={`${classes.compared} dim small`}>{sayCompared(found.data)}</p> : null}
      {items.length > 0 ? (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label="What distinguishes">
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">odds ratio</th>
                <th scope="col">converted</th>
                <th scope="col">others</th>
              </tr>
            </thead>
            <tbody>
              {(all ? items : items.slice(0, mostAtFirst)).map((item) => (
                <Row key={`${item.label} ${item.property} ${item.value}`} item={item} isView={isView} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {items.length > mostAtFirst ? (
        <Button size="compact-sm" variant="subtle" className={classes.more} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Only the first ${mostAtFirst}` : `Show ${items.length - mostAtFirst} more`}
        </Button>
      ) : null}
    </Card>
  );
}

/** Whether a name is one of pages and screens alone: those are viewed, everything else is done. */
function useViews(): (name: string) => boolean {
  const { events } = useEvents();
  const views = new Set(events.filter(({ kinds }) => kinds.every((kind) => kind === "page" || kind === "screen")).map(({ name }) => name));
  return (name) => views.has(name);
}

function Row({ item, isView }: { item: Distinction; isView: (name: string) => boolean }) {
  const part = (count: number, of: number) => `${of === 0 ? "–" : formatShare(count / of)}`;
  const isClear = item.low > 1 || item.high < 1;
  return (
    <tr>
      <th scope="row">
        {item.kind === "event"
          ? `${isView(item.label) ? "viewed" : "did"} ${item.label}`
          : `${item.property ? describeProperty(item.property) : item.label} is ${item.value ?? "unknown"}`}
        {item.property?.startsWith("event.") || item.property?.startsWith("session.") ? <span className="faint"> at step 1</span> : null}
      </th>
      <td>
        <b data-tone={isClear ? (item.oddsRatio > 1 ? "good" : "bleed") : undefined} className={classes.odds}>
          {sayOdds(item.oddsRatio)}
        </b>{" "}
        <span className={`${classes.beside} faint small`}>{sayOddsInterval(item)}</span>
      </td>
      <td>
        {part(item.converted, item.ofConverted)} <span className={`${classes.beside} faint small`}>{formatCount(item.converted)}</span>
      </td>
      <td>
        {part(item.dropped, item.ofDropped)} <span className={`${classes.beside} faint small`}>{formatCount(item.dropped)}</span>
      </td>
    </tr>
  );
}
