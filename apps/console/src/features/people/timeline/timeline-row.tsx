import { IconChevronRight } from "@tabler/icons-react";
import { memo } from "react";
import { channelLabel } from "../../../ui/channel-label.ts";
import { plural } from "../../../ui/format-number.ts";
import { formatClock, formatDuration } from "../../../ui/format-time.ts";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { ChannelIcon } from "./channel-icon.tsx";
import { DayHeading } from "./day-heading.tsx";
import { EntryView } from "./entry-view.tsx";
import type { Session } from "./group-timeline.ts";
import type { TimelineRow } from "./timeline-rows.ts";
import { Summary } from "./summary.tsx";
import classes from "./timeline.module.css";

export type RowViewProps = {
  row: TimelineRow;
  step: number;
  /** The one row that Tab reaches. */
  inOrder: boolean;
  open: boolean;
  focused: boolean;
  fresh: boolean;
  onToggle: (row: TimelineRow) => void;
  onFilterName: ((name: string) => void) | undefined;
  personName: ((id: string) => string) | undefined;
  customer: string | undefined;
};

export const TimelineRowView = memo(function TimelineRowView(props: RowViewProps) {
  const { row } = props;
  if (row.type === "day") return <DayHeading date={row.date} count={row.count} partial={row.partial} />;
  if (row.type === "entry") return <EntryView {...props} row={row} />;
  return row.type === "session" ? <SessionHeading {...props} row={row} /> : <Fold {...props} row={row} />;
});

function SessionHeading({ row, step, inOrder, onToggle, personName }: RowViewProps & { row: Extract<TimelineRow, { type: "session" }> }) {
  const { session, partial, open, summary } = row;
  const { who, when, what } = sessionWords(session, useTimeZone(), personName);
  return (
    <h4 className={classes.session}>
      <button
        type="button"
        className={classes.sessionButton}
        data-step={step}
        tabIndex={inOrder ? 0 : -1}
        aria-expanded={open}
        onClick={() => onToggle(row)}
      >
        <span className={classes.channel}>
          <ChannelIcon channel={session.channel} />
        </span>
        <span className={classes.sessionText}>
          <span className={classes.sessionTitle}>
            {who ? `${who} · ` : ""}
            {channelLabel(session.channel)}
          </span>{" "}
          <span className="dim numbers">{when}</span>
          {what ? <span className="faint"> · {what}</span> : null}
          {open ? null : (
            <span className={classes.summary}>
              <Summary parts={summary} />
            </span>
          )}
        </span>
        <span className={`${classes.aside} faint numbers`}>
          {session.entries.length}
          {partial ? "+" : ""}
          <span className="visually-hidden"> interactions</span>
          <IconChevronRight size={14} className={classes.chevron} data-open={open} aria-hidden="true" />
        </span>
      </button>
    </h4>
  );
}

/** Who, when and with what a session was. */
function sessionWords({ entries, isThread, personId }: Session, timeZone: string, personName: ((id: string) => string) | undefined) {
  const newest = entries[0];
  const oldest = entries.at(-1);
  if (!newest || !oldest) return { who: null, when: "", what: "" };
  const [from, to] = [oldest, newest].map(({ at }) => formatClock(new Date(at), timeZone));
  const lasted = Date.parse(newest.at) - Date.parse(oldest.at);
  const { browser, os } = entries.find(({ context }) => context.browser ?? context.os)?.context ?? {};
  const device = [browser, os].filter(Boolean).join(" on ");
  const topic = isThread
    ? entries.map(({ properties }) => properties["topic"]).find((value) => typeof value === "string" && value !== "")
    : undefined;
  return {
    who: personName?.(personId) ?? null,
    when: from === to ? String(from) : `${from}–${to}`,
    what: [
      lasted >= 60_000 ? formatDuration(Math.round(lasted / 60_000) * 60_000) : "",
      device,
      topic ?? "",
      isThread ? "oldest first" : "",
    ]
      .filter(Boolean)
      .join(" · "),
  };
}

function Fold({ row, step, inOrder, onToggle }: RowViewProps & { row: Extract<TimelineRow, { type: "fold" }> }) {
  const { entries, open, summary } = row;
  const timeZone = useTimeZone();
  const at = entries[0]?.at;
  return (
    <div className={classes.entry} data-grouped="true">
      <span className={`${classes.time} faint numbers`}>{at ? formatClock(new Date(at), timeZone) : ""}</span>
      <span className={classes.mark}>
        <i className={classes.stack} />
      </span>
      <button
        type="button"
        className={classes.fold}
        data-step={step}
        tabIndex={inOrder ? 0 : -1}
        aria-expanded={open}
        onClick={() => onToggle(row)}
      >
        <span className="visually-hidden">{plural(entries.length, "step")}: </span>
        <Summary parts={summary} />
      </button>
      <span className={classes.aside}>
        <IconChevronRight size={14} className={classes.chevron} data-open={open} aria-hidden="true" />
      </span>
    </div>
  );
}
