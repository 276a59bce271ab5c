import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { api } from "../../app/api.ts";

/** Names of sources by their id; null for one that is gone or not loaded yet. */
export function useSourceName(): (id: string) => string | null {
  const { data } = useQuery(api.sources.list.queryOptions({ staleTime: 60_000 }));
  return useCallback((id: string) => data?.items.find((source) => source.id === id)?.name ?? null, [data]);
}
