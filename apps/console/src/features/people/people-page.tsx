import { SegmentedControl } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState, type ListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { Page } from "../../ui/page.tsx";
import { AccountFilter } from "./account-filter.tsx";
import { peopleColumns } from "./people-columns.tsx";
import { SegmentFilter } from "./segment-filter.tsx";

const sorts = ["lastSeen", "-lastSeen", "firstSeen", "-firstSeen", "name", "-name", "interactions", "-interactions"] as const;

/** Everybody that a source has told about. */
export function PeoplePage() {
  const state = useListState({ defaultSort: "-lastSeen" });
  const known = (["true", "false"] as const).find((value) => value === state.filter("known"));
  const sort = sorts.find((value) => value === state.sort) ?? "-lastSeen";
  const list = useRows(
    api.people.list.infiniteOptions({
      input: (cursor: string | undefined) => ({
        cursor,
        limit: 100,
        search: state.search || undefined,
        known,
        account: state.filter("account"),
        segment: state.filter("segment"),
        conflict: state.filter("conflict") === "true" ? "true" : undefined,
        sort,
      }),
      ...byCursor,
    }),
  );
  return (
    <Page title="People">
      <DataTable
        id="people"
        label="People"
        columns={peopleColumns}
        list={list}
        state={state}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/people/${id}`}
        searchPlaceholder="Search name, e-mail or identifier"
        filters={<Filters state={state} known={known} />}
        count={list.firstPage ? plural(list.firstPage.total, "person", "people") : null}
        empty={<NobodyYet />}
      />
    </Page>
  );
}

function Filters({ state, known }: { state: ListState; known: "true" | "false" | undefined }) {
  return (
    <>
      <SegmentedControl
        aria-label="Who"
        size="xs"
        data={[
          { value: "", label: "Everybody" },
          { value: "true", label: "Known" },
          { value: "false", label: "Anonymous" },
          { value: "conflict", label: "In conflict" },
        ]}
        value={state.filter("conflict") === "true" ? "conflict" : (known ?? "")}
        onChange={(value) =>
          state.set(value === "conflict" ? { known: undefined, conflict: "true" } : { known: value, conflict: undefined })
        }
      />
      <AccountFilter value={state.filter("account")} onChange={(account) => state.set({ account })} />
      <SegmentFilter value={state.filter("segment")} onChange={(segment) => state.set({ segment })} />
    </>
  );
}

function NobodyYet() {
  return (
    <EmptyState
      title="Nobody yet"
      icon={<IconUsers size={20} />}
      action={
        <LinkButton to="/welcome" variant="filled">
          Connect a product
        </LinkButton>
      }
    >
      People appear here with the first event that a source sends: anonymous at first, known as soon as they say who they are.
    </EmptyState>
  );
}
