import { NativeSelect } from "@mantine/core";
import { flowStates } from "@throughline/contract";
import { IconPlus, IconSitemap } from "@tabler/icons-react";
import { api } from "../../app/api.ts";
import { AllowedButton } from "../../ui/allowed-button.tsx";
import { DataTable } from "../../ui/data-table/data-table.tsx";
import { useListState } from "../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../ui/data-table/use-rows.ts";
import { whatItHolds } from "../../ui/data-table/what-it-holds.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { plural } from "../../ui/format-number.ts";
import { Page } from "../../ui/page.tsx";
import { EngageSection } from "../engage/index.ts";
import { ExampleCards } from "./example-cards.tsx";
import { flowColumns } from "./flows-columns.tsx";
import { NewFlowDialog } from "./new-flow-dialog.tsx";
import { flowAddress } from "./use-flow.ts";
import { stateChoices } from "./words/flow-words.ts";

/** Every flow with how it goes, and ready ones to begin with. */
export function FlowsPage() {
  const state = useListState();
  const chosen = flowStates.find((value) => value === state.filter("state"));
  const making = state.filter("new");
  const list = useRows({
    ...api.flows.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ cursor, limit: 100, search: state.search || undefined, state: chosen }),
      ...byCursor,
    }),
    refetchInterval: 10_000,
  });
  const narrowed = state.search !== "" || chosen !== undefined;
  const holds = whatItHolds(list, narrowed);
  const newFlow = (
    <AllowedButton
      permission="flows:write"
      variant="filled"
      leftSection={<IconPlus size={16} />}
      onClick={() => state.set({ new: "blank" })}
    >
      New flow
    </AllowedButton>
  );
  return (
    <EngageSection>
      <Page
        title="Flows"
        description="What we do when customers do something, step by step, with some left alone to measure it."
        actions={holds === "something" ? newFlow : null}
      >
        <DataTable
          id="flows"
          label="Flows"
          columns={flowColumns}
          list={list}
          state={{ ...state, narrowed, clear: () => state.set({ search: undefined, state: undefined }) }}
          rowKey={({ key }) => key}
          rowTo={({ key }) => flowAddress(key)}
          searchPlaceholder="Search flows"
          filters={
            holds === "nothing" ? null : (
              <NativeSelect
                aria-label="State"
                value={chosen ?? ""}
                data={[{ value: "", label: "Every state" }, ...stateChoices]}
                onChange={(event) => state.set({ state: event.currentTarget.value })}
              />
            )
          }
          count={list.firstPage && !list.hasMore ? plural(list.rows.length, "flow") : null}
          empty={
            <EmptyState title="No flow yet" icon={<IconSitemap size={20} />} action={newFlow}>
              A flow waits for something to happen to a customer, and then acts: a message if the arbiter allows it, a task for a person, a
              change. Draw one from nothing, or begin with a ready one below. Nothing happens before it is published.
            </EmptyState>
          }
        />
        <ExampleCards onUse={(example) => state.set({ new: example })} />
      </Page>
      <NewFlowDialog choice={making} onClose={() => state.set({ new: undefined })} />
    </EngageSection>
  );
}
