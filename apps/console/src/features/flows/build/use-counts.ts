import type { Flow, FlowCounts, FlowSimulation } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "../../../app/api.ts";
import type { ShownCounts } from "../canvas/canvas-context.ts";
import { edgeId } from "../graph/lay-out-flow.ts";

const liveMs = 2_500;

/** The numbers on the canvas: live ones, read again all the time; of a simulation while one is looked at. Null before there are any. */
export function useCounts(flow: Flow, simulation: FlowSimulation | undefined): ShownCounts | null {
  const { data } = useQuery({
    ...api.flows.counts.queryOptions({ input: { key: flow.key } }),
    enabled: flow.state !== "draft",
    refetchInterval: liveMs,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => (simulation ? simulatedCounts(simulation) : data ? liveCounts(data) : null), [simulation, data]);
}

const byEdge = (edges: FlowCounts["edges"]) => Object.fromEntries(edges.map(({ from, way, count }) => [edgeId(from, way), count]));

const liveCounts = ({ steps, edges, control }: FlowCounts): ShownCounts => ({
  simulated: false,
  steps,
  edges: byEdge(edges),
  control,
});

const simulatedCounts = ({ steps, edges, control }: FlowSimulation): ShownCounts => ({
  simulated: true,
  steps: Object.fromEntries(Object.entries(steps).map(([id, { arrived, waiting }]) => [id, { arrived, inside: waiting, failed: 0 }])),
  edges: byEdge(edges),
  control,
});
