import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Interaction } from "@throughline/contract";
import type { ReactNode } from "react";
import { api } from "../../../app/api.ts";
import { useCan } from "../../../app/session.ts";
import { channelLabel } from "../../../ui/channel-label.ts";
import { CopyButton } from "../../../ui/copy-button.tsx";
import { formatDateTime } from "../../../ui/format-time.ts";
import { JsonView } from "../../../ui/json-view.tsx";
import { KeyValue } from "../../../ui/key-value.tsx";
import { LinkButton } from "../../../ui/link-button.tsx";
import { TextLink } from "../../../ui/text-link.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { actorWords } from "./channel-icon.tsx";
import classes from "./timeline.module.css";

/** Of what Throughline did itself, which no source brought. */
const ownLibrary = "throughline";

type DetailsProps = {
  entry: Interaction;
  onFilterName: ((name: string) => void) | undefined;
  personName: ((id: string) => string) | undefined;
};

/** Everything known about an interaction: its properties, where and with what it happened, how it came here. */
export function EntryDetails({ entry, onFilterName, personName }: DetailsProps) {
  const timeZone = useTimeZone();
  const mayMakeTasks = useCan("tasks:write");
  const sources = useQuery(api.sources.list.queryOptions({ staleTime: 60_000 }));
  const source =
    sources.data?.items.find(({ id }) => id === entry.sourceId)?.name ??
    (entry.context.library === ownLibrary ? "Throughline" : entry.sourceId);
  const moment = (at: string) => formatDateTime(new Date(at), timeZone);
  const { context } = entry;
  const device = [context.browser, context.os, context.device].filter(Boolean).join(", ");
  const campaign = Object.entries(context.campaign ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
  const facts: [string, ReactNode][] = [
    ["Person", personName ? <TextLink to={`/people/${entry.personId}`}>{personName(entry.personId)}</TextLink> : null],
    ["Event", `${entry.name} (${entry.kind})`],
    ["Happened", moment(entry.at)],
    ["Received", moment(entry.receivedAt)],
    ["Channel", `${channelLabel(entry.channel)}, by ${actorWords[entry.actor].toLowerCase()}`],
    ["Source", source],
    ["Page", context.url ?? context.path],
    ["Referrer", context.referrer],
    ["Campaign", campaign],
    ["Device", device],
    ["Locale", [context.locale, context.timezone].filter(Boolean).join(", ")],
    ["Library", context.library],
    ["IP address", context.ip],
    ["Bot", context.bot ? "yes" : null],
    ["Session", entry.sessionId],
    ["Message id", entry.messageId],
  ];
  const empty = Object.keys(entry.properties).length === 0;
  return (
    <div className={classes.details}>
      <div className={classes.detailColumns}>
        <div>
          {empty ? (
            <p className="faint small">No properties.</p>
          ) : (
            <JsonView
              value={entry.properties}
              label={entry.kind === "identify" || entry.kind === "group" ? "traits" : "properties"}
              depth={2}
            />
          )}
        </div>
        <div className={`${classes.facts} small`}>
          <KeyValue items={facts.filter(([, value]) => value).map(([label, value]) => ({ label, value }))} />
        </div>
      </div>
      <Group gap={8} mt={12}>
        <CopyButton value={linkTo(entry)} what="the link" label="Copy link" />
        {entry.name === "Touch Decided" && typeof entry.properties["touch"] === "string" ? (
          <LinkButton to={`/people/${entry.personId}?${new URLSearchParams({ view: "facts", touch: entry.properties["touch"] })}`}>
            What every rule said
          </LinkButton>
        ) : null}
        {mayMakeTasks ? <LinkButton to={taskAbout(entry, moment(entry.at))}>New task</LinkButton> : null}
        {onFilterName && entry.name !== "" ? <Button onClick={() => onFilterName(entry.name)}>Only “{entry.name}”</Button> : null}
      </Group>
    </div>
  );
}

/** Where a task about this interaction is made. */
function taskAbout({ personId, id, at, name }: Interaction, when: string): string {
  return `/tasks?${new URLSearchParams({ new: "1", person: personId, entry: id, at, about: `${name}, ${when}` })}`;
}

/** Address of a person's page that opens this interaction. */
function linkTo({ personId, id, at }: Interaction): string {
  const search = new URLSearchParams({ entry: id, around: at });
  return `${window.location.origin}/people/${personId}?${search}`;
}
