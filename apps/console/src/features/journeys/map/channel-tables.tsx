import { channels, type JourneyMap } from "@throughline/contract";
import { channelLabel } from "../../../ui/channel-label.ts";
import { formatCount } from "../../../ui/format-number.ts";
import type { NameOf } from "../map-words.ts";
import { Changed, WhoNumber, type OnWho } from "./figure-parts.tsx";
import type { MapLayout } from "./lay-out-map.ts";
import classes from "./map.module.css";

type ChannelsTableProps = { map: JourneyMap; layout: MapLayout; nameOf: NameOf; onWho: OnWho };

/** On which channels the interactions of each stage came. */
export function ChannelsTable({ map, layout, nameOf, onWho }: ChannelsTableProps) {
  const used = channels.filter((one) => map.stages.some((stage) => stage.channels.some(({ channel }) => channel === one)));
  if (used.length === 0) return null;
  return (
    <table className={classes.table}>
      <caption>Interactions by channel</caption>
      <thead>
        <tr>
          <th scope="col">Stage</th>
          {used.map((channel) => (
            <th key={channel} scope="col" data-number>
              {channelLabel(channel)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {layout.columns.map((stage) => (
          <tr key={stage.key}>
            <td>{nameOf(stage.key)}</td>
            {used.map((channel) => (
              <td key={channel} data-number>
                <WhoNumber
                  value={stage.channels.find((one) => one.channel === channel)?.interactions ?? 0}
                  cell={{ status: "active", stage: stage.key, channel }}
                  label={`on ${channelLabel(channel)} in ${nameOf(stage.key)}`}
                  onWho={onWho}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** From which channel to which customers went, the most frequent first. */
export function SwitchesTable({ map, compare, onWho }: { map: JourneyMap; compare: boolean; onWho: OnWho }) {
  return (
    <table className={classes.table}>
      <caption>Changes of channel</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col" data-number>
            Changes
          </th>
          {compare ? (
            <th scope="col" data-number>
              Before
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {map.switches
          .toSorted((a, b) => b.count - a.count)
          .map(({ from, to, count, previous }) => (
            <tr key={`${from} ${to}`}>
              <td>{channelLabel(from)}</td>
              <td>{channelLabel(to)}</td>
              <td data-number>
                <WhoNumber
                  value={count}
                  cell={{ status: "switched", channel: from, toChannel: to }}
                  label={`from ${channelLabel(from)} to ${channelLabel(to)}`}
                  onWho={onWho}
                />
              </td>
              {compare ? (
                <td data-number>
                  {formatCount(previous)} <Changed change={{ value: count, previous }} compare />
                </td>
              ) : null}
            </tr>
          ))}
      </tbody>
    </table>
  );
}
