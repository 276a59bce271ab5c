import { useQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { LinesSkeleton } from "../../../ui/skeletons.tsx";
import { neededWords } from "./needed-words.ts";

/** How many people it takes to see a lift worth seeing, and how long they take to come. */
export function NeededSample({ flowKey }: { flowKey: string }) {
  const { data, error } = useQuery(api.flows.report.queryOptions({ input: { key: flowKey }, staleTime: 60_000, retry: false }));
  if (error) return <p className="dim">How many people are needed could not be told: {error.message}</p>;
  if (!data) return <LinesSkeleton lines={2} />;
  return <p>{neededWords(data.needed)}</p>;
}
