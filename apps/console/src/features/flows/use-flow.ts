import type { Flow } from "@throughline/contract";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { api } from "../../app/api.ts";

/** How soon to look again: at once while the flow is being prepared. */
const readAgainMs = (flow: Flow | undefined): number => (flow?.state === "preparing" ? 1_000 : 10_000);

/** The flow of the address, followed while it is looked at. */
export function useFlow(): Flow {
  const { flowKey = "" } = useParams({ strict: false });
  return useSuspenseQuery(api.flows.get.queryOptions({ input: { key: flowKey }, refetchInterval: ({ state }) => readAgainMs(state.data) }))
    .data;
}

export const flowAddress = (key: string, part?: "runs" | "report" | "versions"): string =>
  `/engage/flows/${encodeURIComponent(key)}${part ? `/${part}` : ""}`;
