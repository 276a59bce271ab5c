import { Alert, NativeSelect, Progress } from "@mantine/core";
import type { Flow } from "@throughline/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { IconHistoryToggle } from "@tabler/icons-react";
import { useState } from "react";
import { api } from "../../../app/api.ts";
import { AllowedButton } from "../../../ui/allowed-button.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { formatShare } from "../../../ui/format-number.ts";
import type { Draft } from "../draft/use-draft.ts";
import { PanelFrame } from "../panel/panel-frame.tsx";
import classes from "../panel/panel.module.css";
import { SimulationResult } from "./simulation-result.tsx";
import type { SimulationQuery } from "./use-simulation.ts";

type SimulatePanelProps = {
  flow: Flow;
  draft: Draft;
  simulation: SimulationQuery;
  onSimulation: (id: string | undefined) => void;
  onOpen: (step: string) => void;
  onClose: () => void;
};

const ranges = [7, 14, 28, 56, 90];

/** Runs the draft over the past and shows what would have happened; its numbers stand on the canvas meanwhile. */
export function SimulatePanel({ flow, draft, simulation, onSimulation, onOpen, onClose }: SimulatePanelProps) {
  const [days, setDays] = useState(28);
  const queryClient = useQueryClient();
  const start = useMutation(
    api.flows.simulate.mutationOptions({
      onSuccess: (begun) => {
        queryClient.setQueryData(api.flows.simulation.queryKey({ input: { id: begun.id } }), begun);
        onSimulation(begun.id);
      },
    }),
  );
  const stop = useMutation(
    api.flows.stopSimulation.mutationOptions({
      onSuccess: (ended) => queryClient.setQueryData(api.flows.simulation.queryKey({ input: { id: ended.id } }), ended),
    }),
  );
  const shown = simulation.data;
  const isRunning = shown?.state === "running";
  const run = () =>
    start.mutate({ key: flow.key, from: new Date(Date.now() - days * 86_400_000).toISOString(), definition: draft.definition });
  return (
    <PanelFrame title="Simulate on the past" icon={<IconHistoryToggle size={16} />} onClose={onClose}>
      <div className={classes.stack}>
        <p className="dim">The draft, with the same engine, over what customers did. Nobody gets anything.</p>
        <div className={classes.runLine}>
          <NativeSelect
            label="Over"
            value={String(days)}
            data={ranges.map((value) => ({ value: String(value), label: `the last ${value} days` }))}
            disabled={isRunning}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          />
          {isRunning ? (
            <AllowedButton permission="flows:write" loading={stop.isPending} onClick={() => stop.mutate({ id: shown.id })}>
              Stop
            </AllowedButton>
          ) : (
            <AllowedButton permission="flows:write" variant="filled" loading={start.isPending} onClick={run}>
              {shown ? "Run again" : "Run it"}
            </AllowedButton>
          )}
        </div>
        {start.error ? (
          <Alert color="bleed" role="alert" title="It could not be begun">
            {start.error.message}
          </Alert>
        ) : null}
        {simulation.error && !shown ? <ErrorState error={simulation.error} onRetry={() => void simulation.refetch()} /> : null}
        {isRunning ? (
          <div>
            <Progress value={shown.progress * 100} size={8} aria-label="Simulated" />
            <p className="dim small numbers" role="status">
              {formatShare(shown.progress)} of the time is gone through
            </p>
          </div>
        ) : null}
        {shown?.state === "failed" ? (
          <Alert color="bleed" role="alert" title="It could not be simulated">
            {shown.failure}
          </Alert>
        ) : null}
        {shown?.state === "stopped" ? (
          <p className="dim">Stopped at {formatShare(shown.progress)}: these numbers are of the time up to there.</p>
        ) : null}
        {shown ? <SimulationResult simulation={shown} flow={draft.definition} onOpen={onOpen} /> : null}
      </div>
    </PanelFrame>
  );
}
