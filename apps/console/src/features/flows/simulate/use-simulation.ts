import { useQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";

/** A simulation, followed while it runs. */
export function useSimulation(id: string | undefined) {
  return useQuery({
    ...api.flows.simulation.queryOptions({ input: { id: id ?? "" } }),
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.state === "running" ? 700 : false),
    retry: false,
  });
}
export type SimulationQuery = ReturnType<typeof useSimulation>;
