import type { Interaction } from "@throughline/contract";
import { IconChevronRight } from "@tabler/icons-react";
import type { MouseEvent } from "react";
import { channelLabel } from "../../../ui/channel-label.ts";
import { formatClock, formatDateTime } from "../../../ui/format-time.ts";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { ActorIcon, actorWords, ChannelIcon } from "./channel-icon.tsx";
import { EntryDetails } from "./entry-details.tsx";
import type { Message } from "./message-of.ts";
import type { RowViewProps } from "./timeline-row.tsx";
import type { EntryRow } from "./timeline-rows.ts";
import classes from "./timeline.module.css";

/** One interaction: when, who, a sentence, what was said; opened, everything that is known about it. */
export function EntryView({
  row,
  step,
  inOrder,
  open,
  focused,
  fresh,
  onToggle,
  onFilterName,
  personName,
  customer,
}: RowViewProps & { row: EntryRow }) {
  const { entry, description, alone, session } = row;
  const { title, detail, message, tone } = description;
  const timeZone = useTimeZone();
  const at = new Date(entry.at);
  const heading =
    message && isPlainMessage(entry)
      ? {
          title:
            message.author ??
            (entry.actor === "customer" ? (personName?.(entry.personId) ?? customer) : undefined) ??
            actorWords[entry.actor],
          detail: "",
        }
      : { title, detail };
  const openByClick = (event: MouseEvent) => {
    if (event.target instanceof Element && !event.target.closest("button, a") && window.getSelection()?.isCollapsed !== false)
      onToggle(row);
  };
  return (
    <div
      className={classes.entryBlock}
      data-open={open || undefined}
      data-focused={focused || undefined}
      data-fresh={fresh || undefined}
      data-alone={alone || undefined}
    >
      <div className={classes.entry} data-grouped={!alone || undefined} onClick={openByClick}>
        <time className={`${classes.time} faint numbers`} dateTime={entry.at} title={`${formatDateTime(at, timeZone)} (${timeZone})`}>
          {formatClock(at, timeZone)}
        </time>
        <span className={classes.mark} data-tone={tone}>
          {alone ? (
            <ChannelIcon channel={entry.channel} />
          ) : entry.actor === "customer" ? (
            <i className={classes.dot} />
          ) : (
            <ActorIcon actor={entry.actor} />
          )}
        </span>
        <div
          className={classes.words}
          data-side={message && session.isThread && (entry.actor === "agent" || entry.actor === "bot") ? "end" : undefined}
        >
          <button
            type="button"
            className={classes.sentence}
            data-step={step}
            tabIndex={inOrder ? 0 : -1}
            aria-expanded={open}
            onClick={() => onToggle(row)}
          >
            <span className="visually-hidden">{alone ? `${channelLabel(entry.channel)}: ` : ""}</span>
            <span className={classes.title} data-tone={tone} dir="auto">
              {personName && alone ? <span className={classes.who}>{personName(entry.personId)} · </span> : null}
              {heading.title}
            </span>
            {heading.detail ? (
              <span className={`${classes.detail} faint`} dir="auto">
                {" "}
                {heading.detail}
              </span>
            ) : null}
          </button>
          {message ? <Bubble message={message} actor={entry.actor} plain={isPlainMessage(entry)} /> : null}
        </div>
        <span className={`${classes.aside} faint small`}>
          <Who actor={entry.actor} message={message} plain={message !== null && isPlainMessage(entry)} />
          <IconChevronRight size={14} className={classes.chevron} data-open={open} aria-hidden="true" />
        </span>
      </div>
      {open ? <EntryDetails entry={entry} onFilterName={onFilterName} personName={personName} /> : null}
    </div>
  );
}

function Who({ actor, message, plain }: { actor: Interaction["actor"]; message: Message | null; plain: boolean }) {
  if (actor === "customer") return plain ? null : <span className="visually-hidden">Customer</span>;
  const author = message?.author;
  if (plain) return <span>{author ? actorWords[actor] : ""}</span>;
  return <span title={author ? actorWords[actor] : undefined}>{author ?? actorWords[actor]}</span>;
}

function Bubble({ message, actor, plain }: { message: Message; actor: Interaction["actor"]; plain: boolean }) {
  return (
    <div className={classes.bubble} data-actor={actor} dir="auto">
      {plain && message.subject ? <b className={classes.subject}>{message.subject}</b> : null}
      {message.text}
    </div>
  );
}

/** “Message Sent” says nothing that the bubble does not. */
const isPlainMessage = ({ name }: Interaction) => /^(chat |email |sms |whatsapp )?message (sent|received|delivered)$/i.test(name);
