import { SegmentedControl } from "@mantine/core";
import type { Segment } from "@throughline/contract";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { whatItHolds } from "../../ui/data-table/what-it-holds.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { isMoving } from "./segment-words.ts";
import { segmentColumns } from "./segments-columns.tsx";
import { useNames } from "./use-names.ts";

/** How soon to look again: at once while something is computed. */
const readAgainMs = (segments: readonly Segment[]): number => (segments.some(isMoving) ? 1_500 : 30_000);

/** People, or accounts, under a name: live ones follow what customers do, static ones stay as they were saved. */
export function SegmentsPage() {
  const state = useListState();
  const kind = (["live", "static"] as const).find((value) => value === state.filter("kind"));
  const of = (["person", "account"] as const).find((value) => value === state.filter("of"));
  const nameOf = useNames();
  const columns = useMemo(() => segmentColumns(nameOf), [nameOf]);
  const list = useRows({
    ...api.segments.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, limit: 100, search: state.search || undefined, kind, of }),
      ...byCursor,
    }),
    refetchInterval: (query) => readAgainMs(query.state.data?.pages.flatMap(({ items }) => items) ?? []),
  });
  const holds = whatItHolds(list, state.narrowed);
  return (
    <Page
      title="Segments"
      description="People or accounts under a name, for every question, filter and automation."
      actions={holds === "something" ? <NewSegment /> : null}
    >
      <DataTable
        id="segments"
        label="Segments"
        columns={columns}
        list={list}
        state={state}
        rowKey={({ key }) => key}
        rowTo={({ key }) => `/segments/${encodeURIComponent(key)}`}
        searchPlaceholder="Search segments"
        filters={
          holds === "nothing" ? null : (
            <>
              <SegmentedControl
                aria-label="Of what"
                size="xs"
                data={[
                  { value: "", label: "All" },
                  { value: "person", label: "People" },
                  { value: "account", label: "Accounts" },
                ]}
                value={of ?? ""}
                onChange={(value) => state.set({ of: value })}
              />
              <SegmentedControl
                aria-label="Kind"
                size="xs"
                data={[
                  { value: "", label: "All" },
                  { value: "live", label: "Live" },
                  { value: "static", label: "Static" },
                ]}
                value={kind ?? ""}
                onChange={(value) => state.set({ kind: value })}
              />
            </>
          )
        }
        count={list.firstPage && !list.hasMore ? plural(list.rows.length, "segment") : null}
        empty={
          <EmptyState title="No segments yet" icon={<IconUsersGroup size={20} />} action={<NewSegment />}>
            Say in conditions who belongs, such as everybody on a trial who has not invited a colleague: the segment follows what they do
            from then on, to the event. Or open a number in Insights and save the people behind it.
          </EmptyState>
        }
      />
    </Page>
  );
}

function NewSegment() {
  const navigate = useNavigate();
  return (
    <AllowedButton
      permission="people:write"
      variant="filled"
      leftSection={<IconPlus size={16} />}
      onClick={() => void navigate({ to: "/segments/new/live" })}
    >
      New segment
    </AllowedButton>
  );
}
