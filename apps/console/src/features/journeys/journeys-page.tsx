import type { Journey } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
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
import { Page } from "../../ui/page.tsx";
import { journeyColumns } from "./journeys-columns.tsx";
import { sortJourneys } from "./sort-journeys.ts";
import { TemplateCards } from "./template-cards.tsx";

/** Every journey with how it goes, and templates to begin with. */
export function JourneysPage() {
  const state = useListState({ defaultSort: "name" });
  const mayWrite = useCan("journeys:write");
  const query = useQuery(api.journeys.list.queryOptions());
  const journeys: Journey[] = query.data?.items ?? [];
  const found = sortJourneys(journeys, state.sort).filter(({ name, key, owner, description }) =>
    `${name} ${key} ${owner ?? ""} ${description}`.toLowerCase().includes(state.search.toLowerCase()),
  );
  const list = allRows({ data: query.data && { items: found }, isPending: query.isPending, error: query.error, refetch: query.refetch });
  const none = query.data !== undefined && journeys.length === 0;
  return (
    <Page
      title="Journeys"
      description="What customers try to do, across every channel, as they really do it. Figures are of the last 28 days."
      actions={
        mayWrite ? (
          <LinkButton to="/journeys/new" variant={none ? "default" : "filled"}>
            New journey
          </LinkButton>
        ) : (
          <AllowedButton permission="journeys:write">New journey</AllowedButton>
        )
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
          rowTo={({ key }) => `/journeys/${key}`}
          searchPlaceholder="Search journeys"
          count={plural(found.length, "journey")}
          empty={null}
        />
      )}
      {mayWrite ? <TemplateCards taken={journeys.map(({ key }) => key)} isFirst={none} /> : null}
    </Page>
  );
}
