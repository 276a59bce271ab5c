import type { Distinction, FunnelQuery } from "@throughline/contract";
import { describeProperty } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { Card } from "../../../ui/card.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatCount, formatShare } from "../../../ui/format-number.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import classes from "./result.module.css";

/** What those who convert have or do more often than the others, the clearest first. A finding, not a cause. */
export function Distinguish({ query }: { query: FunnelQuery }) {
  const found = useQuery(api.insights.distinguish.queryOptions({ input: { query }, staleTime: 60_000, retry: false }));
  return (
    <Card
      title="What distinguishes those who convert"
      hint={
        found.data
          ? `n ${formatCount(found.data.converted)} converted, ${formatCount(found.data.dropped)} did not · not a cause by itself`
          : undefined
      }
    >
      {found.isPending ? <LinesSkeleton lines={5} /> : null}
      {found.isError ? <ErrorState error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data?.items.length === 0 ? <p className="dim">Nothing that they did or have differs clearly between the two.</p> : null}
      {found.data && found.data.items.length > 0 ? (
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
              {found.data.items.slice(0, 12).map((item) => (
                <Row key={`${item.label} ${item.property} ${item.value}`} item={item} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Card>
  );
}

function Row({ item }: { item: Distinction }) {
  const part = (count: number, of: number) => `${of === 0 ? "–" : formatShare(count / of)}`;
  const isClear = item.low > 1 || item.high < 1;
  return (
    <tr>
      <th scope="row">
        {item.kind === "event"
          ? `did ${item.label}`
          : `${item.property ? describeProperty(item.property) : item.label} is ${item.value ?? "unknown"}`}
      </th>
      <td>
        <b data-tone={isClear ? (item.oddsRatio > 1 ? "good" : "bleed") : undefined} className={classes.odds}>
          {item.oddsRatio.toFixed(item.oddsRatio < 10 ? 2 : 0)}×
        </b>{" "}
        <span className="faint small">
          {item.low.toFixed(2)}–{item.high.toFixed(2)}
        </span>
      </td>
      <td>
        {part(item.converted, item.ofConverted)} <span className="faint small">{formatCount(item.converted)}</span>
      </td>
      <td>
        {part(item.dropped, item.ofDropped)} <span className="faint small">{formatCount(item.dropped)}</span>
      </td>
    </tr>
  );
}
