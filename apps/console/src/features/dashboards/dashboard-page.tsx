import { Button } from "@mantine/core";
import type { DashboardFilters } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { IconPencil } from "@tabler/icons-react";
import { useRef } from "react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { useCan } from "../../app/session.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorState } from "../../ui/error-state.tsx";
import { Page } from "../../ui/page.tsx";
import { PageSkeleton } from "../../ui/skeletons.tsx";
import { DashboardEditor } from "./dashboard-editor.tsx";
import { DashboardGrid } from "./dashboard-grid.tsx";
import { DeleteDashboardButton } from "./delete-dashboard-button.tsx";
import { FiltersBar } from "./filters-bar.tsx";
import { FullScreenButton } from "./full-screen-button.tsx";
import { readFilters } from "./with-filters.ts";

/** One dashboard. Filters that differ from its own stand in the address (`?filters=`), as does that it is edited (`?edit=1`). */
export function DashboardPage() {
  const { id = "" } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(api.dashboards.get.queryOptions({ input: { id } }));
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const grid = useRef<HTMLDivElement>(null);
  const mayEdit = useCan("insights:write");
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;

  const set = (changes: Record<string, unknown>) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) =>
        Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== undefined)),
      replace: true,
      resetScroll: false,
    });
  const filters = readFilters(search["filters"]) ?? data.filters;
  const setFilters = (next: DashboardFilters) => set({ filters: JSON.stringify(next) === JSON.stringify(data.filters) ? undefined : next });
  if (search["edit"] !== undefined && mayEdit)
    return (
      <DashboardEditor
        dashboard={data}
        filters={filters}
        onFilters={setFilters}
        onDone={() => set({ edit: undefined, filters: undefined })}
      />
    );
  const edit = (
    <AllowedButton permission="insights:write" leftSection={<IconPencil size={15} />} onClick={() => set({ edit: 1 })}>
      Edit
    </AllowedButton>
  );
  return (
    <Page
      title={data.name}
      description={data.description}
      actions={
        <>
          <FullScreenButton />
          <DeleteDashboardButton dashboard={data} />
          {edit}
        </>
      }
    >
      {data.tiles.length === 0 ? (
        <EmptyState
          title="Nothing on it yet"
          action={
            <Button variant="filled" disabled={!mayEdit} onClick={() => set({ edit: 1 })}>
              Add the first tile
            </Button>
          }
        >
          A tile shows a saved query, a question of its own, or text.
        </EmptyState>
      ) : (
        <>
          <FiltersBar filters={filters} onChange={setFilters} />
          <DashboardGrid tiles={data.tiles} savedQueries={data.savedQueries} filters={filters} edits={null} grid={grid} />
        </>
      )}
    </Page>
  );
}
