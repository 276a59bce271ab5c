import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { IconRoute } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { useCan } from "../../app/session.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { allRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { formatDate } from "../../ui/format-time.ts";
import { Page } from "../../ui/page.tsx";
import { rangeLabel, rangeOf, withRange } from "./journey-range.ts";
import { journeyColumns, type JourneyRow } from "./journeys-columns.tsx";
import { JourneyRangePicker } from "./range-picker.tsx";
import { sortJourneys } from "./sort-journeys.ts";
import { TemplateCards } from "./template-cards.tsx";

/** How long a summary is shown as it is. */
const staleMs = 60_000;
const formatDay = (date: string) => formatDate(new Date(`${date}T00:00:00Z`), "UTC");

/** Every journey with how it goes, and templates to begin with. The names are there at once; the figures of all follow in one answer. */
export function JourneysPage() {
  const state = useListState({ defaultSort: "name" });
  const mayWrite = useCan("journeys:write");
  const query = useQuery(api.journeys.list.queryOptions());
  const range = rangeOf(state);
  const overview = useQuery({
    ...api.journeys.overview.queryOptions({ input: range }),
    staleTime: staleMs,
    refetchInterval: staleMs,
    placeholderData: keepPreviousData,
  });
  const summaries = new Map(overview.data?.items.map((summary) => [summary.key, summary]));
  const compare = state.filter("compare") !== "off";
  const journeys = (query.data?.items ?? []).map((journey): JourneyRow => ({
    ...journey,
    summary: summaries.get(journey.key),
    isPending: overview.isPending,
    compare,
  }));
  const found = sortJourneys(journeys, state.sort).filter(({ name, key, owner, description }) =>
    `${name} ${key} ${owner ?? ""} ${description}`.toLowerCase().includes(state.search.toLowerCase()),
  );
  const list = allRows({ data: query.data && { items: found }, isPending: query.isPending, error: query.error, refetch: query.refetch });
  const none = query.data !== undefined && journeys.length === 0;
  return (
    <Page
      title="Journeys"
      description={`What customers try to do, across every channel, as they really do it.${none ? "" : ` ${rangeLabel(range, formatDay)}.`}`}
      actions={
        <>
          {none ? null : <JourneyRangePicker state={state} />}
          {mayWrite ? (
            <LinkButton to="/journeys/new" variant={none ? "default" : "filled"}>
              New journey
            </LinkButton>
          ) : (
            <AllowedButton permission="journeys:write">New journey</AllowedButton>
          )}
        </>
      }
    >
      {none ? (
        <EmptyState title="No journey yet" icon={<IconRoute size={28} stroke={1.5} />}>
          Say what a customer is trying to do: how they enter, the stages, the goal. The map is computed from what they did, from the first
          interaction on. Begin with a template.
        </EmptyState>
      ) : (
        <DataTable
          id="journeys"
          label="Journeys"
          columns={journeyColumns}
          list={list}
          state={state}
          rowKey={({ key }) => key}
          rowTo={({ key }) => withRange(`/journeys/${key}`, state)}
          searchPlaceholder="Search journeys"
          count={query.data ? plural(found.length, "journey") : null}
          empty={null}
        />
      )}
      {mayWrite ? <TemplateCards taken={journeys.map(({ key }) => key)} isFirst={none} /> : null}
    </Page>
  );
}
