import { nameByKey, type NameOf } from "@throughline/contract";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";

const staleTime = 30_000;

/** How segments, journeys and stages are called. */
export function useNames(): NameOf {
  const segments = useQuery(api.segments.list.queryOptions({ input: { limit: 200 }, staleTime }));
  const journeys = useQuery(api.journeys.list.queryOptions({ staleTime }));
  return nameByKey({ segments: segments.data?.items ?? [], journeys: journeys.data?.items ?? [] });
}
