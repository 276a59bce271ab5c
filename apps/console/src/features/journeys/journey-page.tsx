import { useSuspenseQuery } from "@tanstack/react-query";
import { Skeleton } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";
import { Card } from "../../ui/card.tsx";
import { Chip } from "../../ui/chip.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { encodeQuery } from "../insights/index.ts";
import { FigureDrawer } from "./figure-drawer.tsx";
import { formatRate } from "./format-figure.ts";
import { beforeLabel, queryRangeOf, rangeOf, whoRangeOf, withRange, type JourneyRange } from "./journey-range.ts";
import classes from "./journeys.module.css";
import { KpiRow } from "./kpi-row.tsx";
import { LiveLine } from "./live-line.tsx";
import { MapCard } from "./map/map-card.tsx";
import { namesOf, nothingBefore } from "./map-words.ts";
import { NewsCard } from "./news-card.tsx";
import { OwnerMark } from "./owner-mark.tsx";
import { JourneyRangePicker } from "./range-picker.tsx";
import { SeamsCard } from "./seams-card.tsx";
import { useJourneyFigures } from "./use-journey-figures.ts";
import { WhoDrawer } from "./who-drawer.tsx";
import { cellToText, textToCell, type JourneyCell } from "./who-cell.ts";

/** One journey as customers really take it: its figures, the live map, its seams, and what changed. */
export function JourneyPage() {
  const { journeyKey = "" } = useParams({ strict: false });
  const { data: journey } = useSuspenseQuery(api.journeys.get.queryOptions({ input: { key: journeyKey } }));
  const mayWrite = useCan("journeys:write");
  const state = useListState();
  const range = rangeOf(state);
  const before = beforeLabel(range);
  const nameOf = useMemo(() => namesOf(journey), [journey]);
  const { map, kpis, seams, isLive, isSettled } = useJourneyFigures(journey.key, range);
  const compare = state.filter("compare") !== "off" && !(map.data && nothingBefore(map.data));
  const onWho = (cell: Partial<JourneyCell>, days?: JourneyRange) =>
    state.set({ who: cellToText(cell), whoFrom: days?.from, whoTo: days?.to, figure: undefined });
  const completion = kpis.data?.figures.find(({ kpi }) => kpi === "completion")?.current.value ?? null;
  const isEmpty = map.data !== undefined && map.data.entered.value + map.data.entered.previous + map.data.open.value === 0;
  return (
    <Page
      title={journey.name}
      badges={
        <>
          {journey.by === "account" ? <Chip title="One instance for each account">By account</Chip> : null}
          <Chip title="Who answers for this journey">
            owner <OwnerMark owner={journey.owner} />
          </Chip>
        </>
      }
      description={<LiveLine map={map.data} isLive={isLive} />}
      actions={
        <>
          <JourneyRangePicker state={state} />
          <LinkButton to={withRange(`/journeys/${journey.key}/instances`, state)}>Instances</LinkButton>
          {mayWrite ? <LinkButton to={withRange(`/journeys/${journey.key}/edit`, state)}>Edit</LinkButton> : null}
        </>
      }
    >
      {kpis.data ? (
        <KpiRow kpis={kpis.data} compare={compare} onOpen={(kpi) => state.set({ figure: kpi })} />
      ) : kpis.error ? (
        <Card>
          <ErrorState title="The figures could not be computed" error={kpis.error} onRetry={() => void kpis.refetch()} />
        </Card>
      ) : (
        <Skeleton height={118} radius="lg" aria-busy="true" />
      )}
      {isEmpty ? (
        <Card>
          <EmptyState
            title="Nobody has entered this journey in this time"
            action={mayWrite ? <LinkButton to={withRange(`/journeys/${journey.key}/edit`, state)}>Edit the entry</LinkButton> : undefined}
          >
            Customers enter with: {describeEntry(journey.entry.event)}. Choose a longer time, or look whether these interactions arrive.
          </EmptyState>
        </Card>
      ) : map.data ? (
        <MapCard
          map={map.data}
          seams={seams.data?.items ?? []}
          nameOf={nameOf}
          compare={compare}
          isStale={map.isPlaceholderData}
          view={state.filter("view") === "table" ? "table" : "flow"}
          onView={(view) => state.set({ view: view === "flow" ? undefined : view })}
          onWho={onWho}
          completion={completion === null ? undefined : formatRate(completion)}
        />
      ) : map.error ? (
        <Card>
          <ErrorState title="The map could not be computed" error={map.error} onRetry={() => void map.refetch()} />
        </Card>
      ) : (
        <Skeleton height={460} radius="lg" aria-busy="true" />
      )}
      <div className={classes.below}>
        {seams.data ? (
          <SeamsCard journey={journey.key} seams={seams.data.items} onWho={onWho} />
        ) : seams.error ? (
          <Card title="Seams">
            <ErrorState error={seams.error} onRetry={() => void seams.refetch()} />
          </Card>
        ) : (
          <Skeleton height={220} radius="lg" aria-busy="true" />
        )}
        <NewsCard
          journey={journey.key}
          isTurn={isSettled}
          map={map.data}
          kpis={kpis.data}
          nameOf={nameOf}
          before={before}
          compare={compare}
          onWho={onWho}
        />
      </div>
      <WhoDrawer
        journey={journey.key}
        range={whoRangeOf(state)}
        cell={textToCell(state.filter("who"))}
        nameOf={nameOf}
        onClose={() => state.set({ who: undefined, whoFrom: undefined, whoTo: undefined })}
      />
      <FigureDrawer
        kpis={kpis.data}
        kpi={state.filter("figure")}
        before={before}
        alertTo={`/insights/alerts?new=${encodeQuery({ kind: "journey", journey: journey.key, range: queryRangeOf(range) })}`}
        onWho={onWho}
        onClose={() => state.set({ figure: undefined })}
      />
    </Page>
  );
}

const describeEntry = (event: string | string[] | null): string => (event === null ? "any interaction" : [event].flat().join(" or "));
