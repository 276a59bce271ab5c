import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { api } from "../../../app/api.ts";
import { Card } from "../../../ui/card.tsx";
import { Stat, StatRow } from "../../../ui/stat.tsx";
import { formatCount, plural } from "../../../ui/format-number.ts";
import { formatDate } from "../../../ui/format-time.ts";
import { LinkButton } from "../../../ui/link-button.tsx";
import { Page } from "../../../ui/page.tsx";
import { TextLink } from "../../../ui/text-link.tsx";
import { useTimeZone } from "../../../ui/time-zone.ts";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { formatFigure, formatSpan } from "../format-figure.ts";
import { withRange } from "../journey-range.ts";
import { lastedSeconds } from "../instance-words.ts";
import { instanceTitle, OutcomeChip } from "../instances-columns.tsx";
import { namesOf } from "../map-words.ts";
import { StripList } from "./strip-list.tsx";
import { StripView } from "./strip-view.tsx";

/** One instance of a journey: what happened across channels, as a strip and as a list. */
export function InstancePage() {
  const { journeyKey = "", instanceId = "" } = useParams({ strict: false });
  const { data: journey } = useSuspenseQuery(api.journeys.get.queryOptions({ input: { key: journeyKey } }));
  const { data: instance } = useSuspenseQuery(api.journeys.instance.queryOptions({ input: { key: journeyKey, instance: instanceId } }));
  const state = useListState();
  const timeZone = useTimeZone();
  const nameOf = useMemo(() => namesOf(journey), [journey]);
  const day = (at: string) => formatDate(new Date(at), timeZone);
  const { person, account, strip, hidden } = instance;
  return (
    <Page
      title={instanceTitle(instance)}
      badges={<OutcomeChip instance={instance} nameOf={nameOf} />}
      description={
        <>
          <TextLink className="underlined" to={withRange(`/journeys/${journey.key}`, state)}>
            {journey.name}
          </TextLink>{" "}
          · began {day(instance.startedAt)}
          {instance.endedAt ? `, ended ${day(instance.endedAt)}` : ", still on its way"}
          {account ? (
            <>
              {" "}
              ·{" "}
              <TextLink className="underlined" to={`/accounts/${account.id}`}>
                {account.name ?? "Account"}
              </TextLink>
            </>
          ) : null}
        </>
      }
      actions={
        <>
          {person ? <LinkButton to={`/people/${person.id}`}>Whole timeline</LinkButton> : null}
          <LinkButton to={withRange(`/journeys/${journey.key}/instances`, state)}>All instances</LinkButton>
        </>
      }
    >
      <StatRow>
        <Stat
          label={instance.endedAt ? "Took" : "So far"}
          value={formatSpan(lastedSeconds(instance))}
          detail={`window ${journey.window.value} ${journey.window.unit}s`}
        />
        <Stat label="Interactions" value={formatCount(instance.interactions)} detail={plural(instance.channels.length, "channel")} />
        <Stat label="Contacts" value={formatCount(instance.contacts)} detail={`${formatCount(instance.repeats)} told again`} />
        <Stat label="Switches of channel" value={formatCount(instance.switches)} />
        <Stat label="Friction" value={formatCount(instance.friction)} />
        {instance.revenue === null ? null : <Stat label="Revenue" value={formatFigure(instance.revenue, "money")} />}
      </StatRow>
      <Card title="What happened" hint="time is compressed where nothing happens · dashed = hand-off">
        <StripView strip={strip} nameOf={nameOf} />
        {hidden > 0 ? (
          <p className="faint small">{plural(hidden, "interaction")} beyond the strip’s length are left out; the timeline has them.</p>
        ) : null}
      </Card>
      <Card title="Step by step" flush>
        <StripList strip={strip} nameOf={nameOf} person={person?.id ?? null} />
      </Card>
    </Page>
  );
}
