import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { Source } from "@throughline/contract";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { useSession } from "../../app/session.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { narrowRows } from "../../ui/data-table/narrow-rows.ts";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { allRows } from "../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { describeSources } from "./describe-sources.ts";
import { healthStates, type HealthState } from "./health-status.tsx";
import { kindLabel } from "./kind-label.ts";
import { sourceColumns } from "./source-columns.tsx";

const states = Object.entries(healthStates).map(([value, { text }]) => ({ value, label: text }));

/** Where interactions come from, and whether each source is well. */
export function SourcesPage() {
  const state = useListState({ defaultSort: "state" });
  const sources = useQuery(api.sources.list.queryOptions({ refetchInterval: 15_000 }));
  const wanted = state.filter("state") ?? null;
  const list = narrowRows<Source>(allRows(sources), state, {
    text: ({ name, kind, writeKey }) => `${name} ${kindLabel(kind)} ${writeKey}`,
    keep: ({ health }) => wanted === null || health.state === wanted,
    values: {
      name: ({ name }) => name,
      state: ({ health }) => healthStates[health.state].rank,
      kind: ({ kind }) => kindLabel(kind),
      accepted: ({ health }) => health.accepted24h,
      quarantined: ({ health }) => health.quarantined24h,
      duplicates: ({ health }) => health.duplicates24h,
      last: ({ health }) => health.lastReceivedAt ?? "",
    },
  });
  return (
    <Page
      title="Sources"
      description={sources.data ? describeSources(sources.data.items) : "Where interactions come from"}
      actions={<NewSourceButton />}
    >
      <DataTable
        id="sources"
        label="Sources"
        columns={sourceColumns}
        list={list}
        state={state}
        rowKey={({ id }) => id}
        rowTo={({ id }) => `/data/sources/${id}`}
        searchPlaceholder="Search sources"
        filters={
          <Select
            aria-label="State"
            placeholder="Any state"
            clearable
            w={140}
            data={states}
            value={isState(wanted) ? wanted : null}
            onChange={(value) => state.set({ state: value ?? undefined })}
          />
        }
        count={sources.data ? plural(list.rows.length, "source") : null}
        empty={
          <EmptyState title="No source yet" icon={<IconPlugConnected size={28} stroke={1.5} />} action={<NewSourceButton />}>
            A source is where interactions come from: your website, your backend, a tool you already use. Each has a write key of its own.
          </EmptyState>
        }
      />
    </Page>
  );
}

function NewSourceButton() {
  const navigate = useNavigate();
  const { workspace } = useSession();
  const sample = workspace.isSample
    ? "This workspace holds sample data. Your own product gets a workspace of its own, so that the two never mix."
    : null;
  return (
    <AllowedButton
      permission="sources:write"
      unless={sample}
      variant="filled"
      leftSection={<IconPlus size={15} />}
      onClick={() => void navigate({ to: "/data/sources/new" })}
    >
      New source
    </AllowedButton>
  );
}

const isState = (value: string | null): value is HealthState => value !== null && value in healthStates;
