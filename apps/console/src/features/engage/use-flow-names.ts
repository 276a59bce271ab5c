import { useQuery } from "@tanstack/react-query";
import { api } from "../../app/api.ts";
import { useCan } from "../../app/session.ts";

/** How flows are called; one that is not there (any more), or that nobody may see, by its key. */
export function useFlowNames(): (key: string) => string {
  const mayRead = useCan("flows:read");
  const { data } = useQuery({ ...api.flows.list.queryOptions({ input: { limit: 200 }, staleTime: 60_000 }), enabled: mayRead });
  return (key) => data?.items.find((flow) => flow.key === key)?.name ?? key;
}
