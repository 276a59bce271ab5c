import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { IconShieldCheck } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { ItemDrawer } from "./item-drawer.tsx";
import { quarantineColumns } from "./quarantine-columns.tsx";
import { statuses } from "./quarantine-query.ts";
import { ReasonActions } from "./reason-actions.tsx";
import { ReasonFacets } from "./reason-facets.tsx";

/** What arrived and could not be used, by reason; put right and tried again, or set aside. */
export function QuarantinePage() {
  const state = useListState();
  const sources = useQuery(api.sources.list.queryOptions()).data?.items ?? [];
  const [code, source] = [state.filter("code"), state.filter("source")];
  const status = statuses.find(({ value }) => value === state.filter("status"))?.value ?? "open";
  const list = useRows(
    api.data.quarantine.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, code, source, status, search: state.search || undefined }),
      ...byCursor,
    }),
  );
  const byCode = list.firstPage?.byCode ?? [];
  const total = byCode.reduce((sum, { count }) => sum + count, 0);
  const shown = code === undefined ? total : (byCode.find((one) => one.code === code)?.count ?? 0);
  const open = list.rows.find(({ id }) => id === state.filter("item"));
  const narrowed = state.search !== "" || code !== undefined || source !== undefined || state.filter("status") !== undefined;
  return (
    <Page
      title="Quarantine"
      description="What arrived and could not be used is kept here with the reason, and nothing is lost: put it right, and it goes the usual way."
    >
      <ReasonFacets byCode={byCode} chosen={code} onChoose={(next) => state.set({ code: next, item: undefined })} />
      {code !== undefined && shown > 0 && status === "open" ? (
        <ReasonActions
          code={code}
          count={shown}
          source={source}
          example={list.rows.find((row) => row.code === code)}
          searched={state.search !== ""}
        />
      ) : null}
      <DataTable
        id="quarantine"
        label="Events in quarantine"
        columns={code === undefined ? quarantineColumns : quarantineColumns.filter(({ id }) => id !== "code")}
        list={list}
        state={{ ...state, narrowed }}
        rowKey={({ id }) => id}
        onOpen={({ id }) => state.set({ item: id })}
        searchPlaceholder="Search in the events"
        filters={
          <>
            <Select
              aria-label="Source"
              placeholder="Any source"
              clearable
              searchable
              w={170}
              data={sources.map(({ id, name }) => ({ value: id, label: name }))}
              value={source ?? null}
              onChange={(value) => state.set({ source: value ?? undefined })}
            />
            <Select
              aria-label="Status"
              allowDeselect={false}
              w={126}
              data={[...statuses]}
              value={status}
              onChange={(value) => state.set({ status: value === "open" || value === null ? undefined : value, item: undefined })}
            />
          </>
        }
        count={list.firstPage ? plural(shown, "event") : null}
        empty={
          <EmptyState title="Nothing is in quarantine" icon={<IconShieldCheck size={28} stroke={1.5} />}>
            Everything that arrived could be used. What cannot be used waits here with its reason, so that nothing is lost.
          </EmptyState>
        }
      />
      <ItemDrawer item={open} onClose={() => state.set({ item: undefined })} />
    </Page>
  );
}
