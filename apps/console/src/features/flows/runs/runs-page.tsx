import { Checkbox, NativeSelect } from "@mantine/core";
import { stepTitle, runStates } from "@throughline/contract";
import { IconUsers } from "@tabler/icons-react";
import { api } from "../../../app/api.ts";
import { DataTable } from "../../../ui/data-table/data-table.tsx";
import { useListState } from "../../../ui/data-table/use-list-state.ts";
import { byCursor, useRows } from "../../../ui/data-table/use-rows.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { plural } from "../../../ui/format-number.ts";
import { FlowFrame } from "../flow-frame.tsx";
import { flowAddress, useFlow } from "../use-flow.ts";
import { runStateChoices } from "../words/flow-words.ts";
import { RetryFailed } from "./retry-failed.tsx";
import { runColumns } from "./runs-columns.tsx";

/** Everybody who is or was in the flow: where they are, since when, until when, and what became of them. */
export function RunsPage() {
  const flow = useFlow();
  const state = useListState();
  const definition = flow.published ?? flow.draft;
  const chosen = runStates.find((value) => value === state.filter("state"));
  const goal = (["reached", "missed"] as const).find((value) => value === state.filter("goal"));
  const step = state.filter("step");
  const open = state.filter("open") === "true";
  const list = useRows({
    ...api.flows.runs.infiniteOptions({
      input: (cursor: string | undefined) => ({
        key: flow.key,
        cursor,
        limit: 50,
        search: state.search || undefined,
        step,
        state: chosen,
        goal,
        ...(open ? { open: "true" as const } : {}),
      }),
      ...byCursor,
    }),
    refetchInterval: 5_000,
  });
  const steps = Object.entries(definition.steps).map(([id, one]) => ({ value: id, label: stepTitle(one) }));
  const stepData = step !== undefined && !definition.steps[step] ? [...steps, { value: step, label: `${step} (gone)` }] : steps;
  return (
    <FlowFrame
      flow={flow}
      part="people"
      actions={
        <RetryFailed
          flow={flow}
          step={step === undefined ? undefined : { id: step, title: stepData.find(({ value }) => value === step)?.label ?? step }}
        />
      }
    >
      <DataTable
        id="flow-runs"
        label={`People in ${flow.name}`}
        columns={runColumns}
        list={list}
        state={state}
        rowKey={({ id }) => id}
        searchPlaceholder="Search people"
        rowTo={({ id }) => `${flowAddress(flow.key, "runs")}/${id}`}
        filters={
          <>
            <NativeSelect
              aria-label="State"
              value={chosen ?? ""}
              data={[{ value: "", label: "Every state" }, ...runStateChoices]}
              onChange={(event) => state.set({ state: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label="Step"
              maw={240}
              value={step ?? ""}
              data={[{ value: "", label: "At any step" }, ...stepData]}
              onChange={(event) => state.set({ step: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label="Goal"
              value={goal ?? ""}
              data={[
                { value: "", label: "Goal or not" },
                { value: "reached", label: "Goal reached" },
                { value: "missed", label: "Goal not reached" },
              ]}
              onChange={(event) => state.set({ goal: event.currentTarget.value })}
            />
            <Checkbox
              size="xs"
              label="In it now"
              checked={open}
              onChange={(event) => state.set({ open: event.currentTarget.checked ? "true" : undefined })}
            />
          </>
        }
        count={list.firstPage && !list.hasMore ? plural(list.rows.length, "run") : list.hasMore ? `${list.rows.length} shown` : null}
        empty={
          <EmptyState title="Nobody has come in yet" icon={<IconUsers size={20} />}>
            {flow.state === "draft"
              ? "The flow was never published."
              : "Who comes in shows here at once, with everything that the flow does for them and why."}
          </EmptyState>
        }
      />
    </FlowFrame>
  );
}
