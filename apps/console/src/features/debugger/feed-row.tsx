import type { Interaction } from "@throughline/contract";
import { Button } from "@mantine/core";
import { memo } from "react";
import { channelLabel } from "../../ui/channel-label.ts";
import { Chip } from "../../ui/chip.tsx";
import { formatDateTime } from "../../ui/format-time.ts";
import { JsonView } from "../../ui/json-view.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { TextLink } from "../../ui/text-link.tsx";
import { useTimeZone } from "../../ui/time-zone.ts";
import classes from "./debugger.module.css";

type FeedRowProps = {
  interaction: Interaction;
  sourceName: string | undefined;
  open: boolean;
  onToggle: () => void;
  onName: (name: string) => void;
};

/** One event: when, what, whose; opened, all of it as JSON. */
export const FeedRow = memo(
  function FeedRow({ interaction, sourceName, open, onToggle, onName }: FeedRowProps) {
    const { id, receivedAt, kind, name, channel, personId, properties, context } = interaction;
    const timeZone = useTimeZone();
    const at = new Date(receivedAt);
    return (
      <li className={classes.row} data-open={open || undefined}>
        <div className={classes.line}>
          <time
            className={`${classes.time} numbers dim`}
            dateTime={receivedAt}
            title={`Received ${formatDateTime(at, timeZone)} (${timeZone})`}
          >
            {clock(at, timeZone)}
          </time>
          <button type="button" className={classes.event} data-event aria-expanded={open} aria-controls={`${id}-json`} onClick={onToggle}>
            <span className={classes.arrow} data-open={open} aria-hidden="true" />
            <span className={classes.eventName}>{name}</span>
            <span className={`${classes.preview} dim small`}>{previewOf(context.path, properties)}</span>
          </button>
          <span className={classes.chips}>
            <Chip>{kind}</Chip>
            <Chip>{channelLabel(channel)}</Chip>
          </span>
          <span className={`${classes.source} dim truncate`}>{sourceName ?? "deleted source"}</span>
          <TextLink to={`/people/${personId}`} className={classes.person} title={personId}>
            <span className="visually-hidden">Person </span>
            {shortId(personId)}
          </TextLink>
        </div>
        {open ? (
          <div id={`${id}-json`} className={classes.opened}>
            <JsonView value={interaction} label={`${name} as JSON`} />
            <div className={classes.openedActions}>
              <LinkButton to={`/people/${personId}`} size="xs">
                Open the person
              </LinkButton>
              <Button size="xs" onClick={() => onName(name)}>
                Only “{name.length > 40 ? `${name.slice(0, 40)}…` : name}”
              </Button>
              <LinkButton to={`/data/catalogue/${kind}/${encodeURIComponent(name)}`} size="xs">
                In the catalogue
              </LinkButton>
            </div>
          </div>
        ) : null}
      </li>
    );
  },
  (before, after) => before.interaction === after.interaction && before.open === after.open && before.sourceName === after.sourceName,
);

const clock = (at: Date, timeZone: string) =>
  new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, timeZone }).format(
    at,
  );

/** “p_00…03e8”: the digits that tell people apart. */
const shortId = (personId: string) => `p_…${personId.slice(-6)}`;

function previewOf(path: string | undefined, properties: Record<string, unknown>): string {
  const entries = Object.entries(properties)
    .slice(0, 6)
    .map(([key, value]) => `${key}: ${typeof value === "string" ? value : JSON.stringify(value)}`);
  return [path, ...entries.filter((entry) => entry !== `path: ${path}`)].filter(Boolean).join("  ·  ").slice(0, 300);
}
