import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import type { NameOf } from "./segment-words.ts";

/** How segments are called; one that is not there (any more) by its key. */
export function useSegmentNames(): NameOf {
  const { data } = useQuery(api.segments.list.queryOptions({ input: { limit: 200 }, staleTime: 30_000 }));
  return (key) => data?.items.find((segment) => segment.key === key)?.name ?? key;
}
