import type { InstanceStrip } from "@throughline/contract";
import { channelLabel } from "../../../ui/channel-label.ts";
import { Chip } from "../../../ui/chip.tsx";
import { formatDateTime } from "../../../ui/format-time.ts";
import { TextLink } from "../../../ui/text-link.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { formatSpan } from "../format-figure.ts";
import type { NameOf } from "../map-words.ts";
import { seamName } from "../seam-words.ts";
import { actorWords, markWords } from "./mark-words.ts";
import classes from "./strip.module.css";

/** The same as a list, each interaction leading to its place on the person's timeline. */
export function StripList({ strip, nameOf, person }: { strip: InstanceStrip["strip"]; nameOf: NameOf; person: string | null }) {
  const timeZone = useTimeZone();
  return (
    <ol className={classes.list}>
      {strip.map((entry) => (
        <li key={entry.id} data-other={(entry.marks.length === 1 && entry.marks[0] === "other") || undefined}>
          <time dateTime={entry.at} className="faint small numbers">
            {formatDateTime(new Date(entry.at), timeZone)}
          </time>
          <span className={classes.entry}>
            <TextLink
              to={`/people/${entry.personId || person}?entry=${encodeURIComponent(entry.id)}&around=${encodeURIComponent(entry.at)}`}
            >
              {entry.name}
            </TextLink>
            <span className="dim small">
              {actorWords[entry.actor]} · {channelLabel(entry.channel)}
              {entry.team === null ? "" : ` · ${entry.team}`}
            </span>
          </span>
          <span className={classes.chips}>
            {entry.stage === null ? null : <Chip tone={entry.stage === "$completed" ? "good" : "neutral"}>→ {nameOf(entry.stage)}</Chip>}
            {entry.marks.map((mark) =>
              markWords[mark] === null || (mark === "goal" && entry.stage !== null) ? null : (
                <Chip key={mark} tone={mark === "friction" || mark === "failure" ? "bleed" : "neutral"}>
                  {markWords[mark]}
                </Chip>
              ),
            )}
            {entry.seams.map(({ key, gapSeconds }) => (
              <Chip key={key}>
                {seamName(key)}
                {gapSeconds === null ? "" : ` · ${formatSpan(gapSeconds)}`}
              </Chip>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}
