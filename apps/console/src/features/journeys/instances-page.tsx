import { Select } from "@mantine/core";
import { outcomes, type InstanceSummary } from "@throughline/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { instanceColumns, outcomeWords } from "./instances-columns.tsx";
import { rangeOf, withRange } from "./journey-range.ts";
import { namesOf } from "./map-words.ts";
import { JourneyRangePicker } from "./range-picker.tsx";

/** Instances of a journey one by one, the latest first. */
export function InstancesPage() {
  const { journeyKey = "" } = useParams({ strict: false });
  const { data: journey } = useSuspenseQuery(api.journeys.get.queryOptions({ input: { key: journeyKey } }));
  const state = useListState();
  const nameOf = useMemo(() => namesOf(journey), [journey]);
  const columns = useMemo(() => instanceColumns(nameOf, journey.by, journey.revenue !== null), [nameOf, journey]);
  const outcome = outcomes.find((one) => one === state.filter("outcome"));
  const list = useRows(
    api.journeys.instances.infiniteOptions({
      input: (cursor: string | undefined) => ({
        key: journey.key,
        ...rangeOf(state),
        stage: state.filter("stage"),
        failure: outcome === "failed" ? state.filter("failure") : undefined,
        person: state.filter("person"),
        outcome,
        cursor,
        limit: 50,
      }),
      ...byCursor,
      staleTime: 30_000,
    }),
  );
  const map = withRange(`/journeys/${journey.key}`, state);
  const total = list.firstPage?.total ?? 0;
  return (
    <Page
      title={`${journey.name}: instances`}
      description="One customer’s way through the journey each: under way in this time, the latest first."
      actions={
        <>
          <JourneyRangePicker state={state} />
          <LinkButton to={map}>The map</LinkButton>
        </>
      }
    >
      <DataTable<InstanceSummary>
        id="journey-instances"
        label="Instances"
        columns={columns}
        list={list}
        state={state}
        rowKey={({ id }) => id}
        rowTo={({ id }) => withRange(`/journeys/${journey.key}/instances/${encodeURIComponent(id)}`, state)}
        filters={
          <>
            <Select
              aria-label="Stage"
              placeholder="Any stage"
              clearable
              w={180}
              data={journey.stages.map(({ key, name }) => ({ value: key, label: name }))}
              value={state.filter("stage") ?? null}
              onChange={(stage) => state.set({ stage: stage ?? undefined })}
            />
            <Select
              aria-label="Outcome"
              placeholder="Any outcome"
              clearable
              w={160}
              data={outcomes.map((value) => ({ value, label: outcomeWords[value] }))}
              value={outcome ?? null}
              onChange={(next) => state.set({ outcome: next ?? undefined, failure: undefined })}
            />
          </>
        }
        count={list.isPending ? null : plural(total, "instance")}
        empty={
          <EmptyState title="No instance in this time" action={<LinkButton to={map}>The map</LinkButton>}>
            Nobody was on this journey. Choose a longer time.
          </EmptyState>
        }
      />
    </Page>
  );
}
