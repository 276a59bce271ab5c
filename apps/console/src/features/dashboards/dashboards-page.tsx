import type { DashboardSummary } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { IconLayoutDashboard, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import type { Column } from "../../ui/data-table/column.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { allRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { TimeAgo } from "../../ui/time-ago.tsx";
import { NewDashboardDialog } from "./new-dashboard-dialog.tsx";

const columns: readonly Column<DashboardSummary>[] = [
  { id: "name", label: "Name", primary: true, width: 220, cell: ({ name }) => name },
  {
    id: "description",
    label: "About",
    cell: ({ description }) => (description === "" ? null : <span className="dim">{description}</span>),
  },
  { id: "tiles", label: "Tiles", width: 72, align: "end", compact: "none", cell: ({ tiles }) => tiles },
  { id: "owner", label: "Made by", width: 140, compact: "none", cell: ({ owner }) => <span className="dim">{owner}</span> },
  {
    id: "updated",
    label: "Changed",
    width: 124,
    align: "end",
    cell: ({ updatedAt }) => (
      <span className="dim">
        <TimeAgo at={updatedAt} />
      </span>
    ),
  },
];

/** All dashboards of the workspace. */
export function DashboardsPage() {
  const state = useListState();
  const [isNew, setNew] = useState(false);
  const query = useQuery(api.dashboards.list.queryOptions());
  const wanted = state.search.toLowerCase();
  const items = query.data?.items.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(wanted));
  const list = allRows({ ...query, data: items && { items } });
  const create = (
    <AllowedButton permission="insights:write" variant="filled" leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
      New dashboard
    </AllowedButton>
  );
  return (
    <Page
      title="Dashboards"
      description="Answers that are looked at again and again, side by side."
      actions={
        <>
          <LinkButton to="/insights">Explore</LinkButton>
          {query.data && query.data.items.length > 0 ? create : null}
        </>
      }
    >
      <DataTable
        id="dashboards"
        label="Dashboards"
        columns={columns}
        list={list}
        state={state}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/insights/dashboards/${id}`}
        searchPlaceholder="Search dashboards"
        count={items ? plural(items.length, "dashboard") : null}
        empty={
          <EmptyState title="No dashboard yet" icon={<IconLayoutDashboard size={28} stroke={1.5} />} action={create}>
            Put questions that you ask often side by side: saved ones, or any that you find in the explorer.
          </EmptyState>
        }
      />
      <NewDashboardDialog opened={isNew} onClose={() => setNew(false)} />
    </Page>
  );
}
