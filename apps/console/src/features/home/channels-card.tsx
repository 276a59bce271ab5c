import { ChartCard } from "../../ui/chart/chart-card.tsx";
import { channelLabel } from "../../ui/channel-label.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { formatCount, formatShare } from "../../ui/format-number.ts";
import classes from "./home.module.css";
import type { Pulse } from "./pulse-query.ts";

/** Where the last day's interactions happened. */
export function ChannelsCard({ channels }: { channels: Pulse["channels"] }) {
  const total = channels.reduce((sum, { interactions }) => sum + interactions, 0);
  const highest = Math.max(1, ...channels.map(({ interactions }) => interactions));
  return (
    <ChartCard
      title="Interactions by channel"
      hint={`last 24 h · n ${formatCount(total)}`}
      fileName="channels-24h"
      table={{
        columns: ["Channel", "Interactions", "People"],
        rows: channels.map(({ channel, interactions, people }) => [channelLabel(channel), interactions, people]),
      }}
    >
      {channels.length === 0 ? (
        <EmptyState title="Nothing in the last 24 hours">Channels appear as their first interaction arrives.</EmptyState>
      ) : (
        <table className={classes.table} style={{ marginInline: -16, width: "calc(100% + 32px)" }}>
          <thead>
            <tr>
              <th scope="col">Channel</th>
              <th scope="col">
                <span className="visually-hidden">Share, drawn</span>
              </th>
              <th scope="col" className={classes.end}>
                Interactions
              </th>
              <th scope="col" className={`${classes.end} ${classes.optional}`}>
                Share
              </th>
              <th scope="col" className={classes.end}>
                People
              </th>
            </tr>
          </thead>
          <tbody>
            {channels.map(({ channel, interactions, people }) => (
              <tr key={channel}>
                <td>{channelLabel(channel)}</td>
                <td style={{ width: "40%" }}>
                  <span className={classes.share}>
                    <span style={{ width: `${(100 * interactions) / highest}%` }} />
                  </span>
                </td>
                <td className={classes.end}>{formatCount(interactions)}</td>
                <td className={`${classes.end} ${classes.optional} dim`}>{formatShare(interactions / total)}</td>
                <td className={classes.end}>{formatCount(people)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ChartCard>
  );
}
