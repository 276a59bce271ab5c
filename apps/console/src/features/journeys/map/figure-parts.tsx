import { UnstyledButton } from "@mantine/core";
import type { MapStage } from "@throughline/contract";
import { Fragment } from "react";
import { channelLabel } from "../../../ui/channel-label.ts";
import { formatCount } from "../../../ui/format-number.ts";
import { describeShare, formatBounds, formatRate, formatSpan } from "../format-figure.ts";
import { changeOf, dropOffTurn, type NameOf } from "../map-words.ts";
import type { JourneyCell } from "../who-cell.ts";
import classes from "./map.module.css";

export type OnWho = ((cell: Partial<JourneyCell>) => void) | undefined;

/** A number that opens the people behind it. */
export function WhoNumber({
  value,
  text,
  cell,
  label,
  onWho,
}: {
  value: number;
  text?: string;
  cell: Partial<JourneyCell>;
  label: string;
  onWho: OnWho;
}) {
  const shown = text ?? formatCount(value);
  if (!onWho || value === 0) return <span>{shown}</span>;
  return (
    <UnstyledButton className={classes.number} onClick={() => onWho(cell)} aria-label={`${shown} ${label}: who?`}>
      {shown}
    </UnstyledButton>
  );
}

/** Against the time before, faint: that a number moved is not yet good or bad. */
export function Changed({ change, compare }: { change: { value: number; previous: number }; compare: boolean }) {
  const text = compare ? changeOf(change) : null;
  return text === null ? null : <small title={`${formatCount(change.previous)} before`}>{text}</small>;
}

/** The share of those who leave a stage that drop out; in colour only when it changed beyond chance. */
export function DropOff({ stage, compare, nameOf, onWho }: { stage: MapStage; compare: boolean; nameOf: NameOf; onWho: OnWho }) {
  const { key, dropOff, dropped, previousDropOff } = stage;
  if (dropOff.rate === null) return <small>–</small>;
  const turn = compare ? dropOffTurn(stage) : null;
  return (
    <span data-turn={turn ?? undefined} title={`${describeShare(dropOff)}; before ${describeShare(previousDropOff)}`}>
      <WhoNumber
        value={dropped.value}
        text={formatRate(dropOff.rate)}
        cell={{ status: "dropped", stage: key }}
        label={`dropped out of ${nameOf(key)}`}
        onWho={onWho}
      />{" "}
      <small>{formatBounds(dropOff, "share")}</small>
      {turn !== null && previousDropOff.rate !== null ? (
        <small className={classes.was}>was {formatRate(previousDropOff.rate)}</small>
      ) : null}
    </span>
  );
}

/** Median and 90th percentile of the time in a stage, of the visits that ended. */
export function Dwell({ stage: { key, dwell, left }, nameOf, onWho }: { stage: MapStage; nameOf: NameOf; onWho: OnWho }) {
  const { medianSeconds, p90Seconds, n } = dwell;
  if (medianSeconds === null) return <small>–</small>;
  return (
    <span title={`Median and 90th percentile of ${formatCount(n)} visits that ended`}>
      <WhoNumber
        value={left.value}
        text={formatSpan(medianSeconds)}
        cell={{ status: "left", stage: key }}
        label={`dwell in ${nameOf(key)}`}
        onWho={onWho}
      />{" "}
      {p90Seconds === null ? null : <small>p90 {formatSpan(p90Seconds)}</small>}
    </span>
  );
}

/** How often the channel changed in a stage. */
export function Switches({ stage: { key, switches }, nameOf, onWho }: { stage: MapStage; nameOf: NameOf; onWho: OnWho }) {
  return (
    <WhoNumber value={switches} cell={{ status: "switched", stage: key }} label={`changes of channel in ${nameOf(key)}`} onWho={onWho} />
  );
}

/** Which channels a stage's interactions came on: the first two in words, all as a bar in shades of ink. */
export function ChannelBar({ stage: { key, channels }, nameOf, onWho }: { stage: MapStage; nameOf: NameOf; onWho: OnWho }) {
  const total = channels.reduce((sum, { interactions }) => sum + interactions, 0);
  if (total === 0) return <small>–</small>;
  const words = channels.map(({ channel, interactions }) => ({
    channel,
    interactions,
    word: `${channelLabel(channel)} ${formatRate(interactions / total).replace(/\.\d/, "")}`,
  }));
  return (
    <span className={classes.channels} title={words.map(({ word }) => word).join(", ")}>
      <span className={classes.channelBar} aria-hidden="true">
        {channels.map(({ channel, interactions }) => (
          <i key={channel} style={{ flexGrow: interactions }} />
        ))}
      </span>
      <small>
        {words.slice(0, 2).map(({ channel, interactions, word }, index) => (
          <Fragment key={channel}>
            {index > 0 ? ", " : ""}
            <WhoNumber
              value={interactions}
              text={word}
              cell={{ status: "active", stage: key, channel }}
              label={`of the interactions in ${nameOf(key)}`}
              onWho={onWho}
            />
          </Fragment>
        ))}
        {words.length > 2 ? ` +${words.length - 2}` : ""}
      </small>
    </span>
  );
}
