import { useQuery } from "@tanstack/react-query";
import { api } from "../../../app/api.ts";
import { formatCompact } from "../../../ui/format-number.ts";
import type { Choice } from "./pick-list.tsx";

/** Segments of the workspace by name, with how many people are in each. */
export function useSegmentChoices(): Choice[] {
  const { data } = useQuery(api.segments.list.queryOptions({ input: { limit: 200 }, staleTime: 30_000 }));
  return (data?.items ?? []).map(({ key, name, people }) => ({ value: key, label: name, detail: formatCompact(people) }));
}

/** What a segment is called; one that is not there (any more) by its key. */
export const segmentName = (choices: readonly Choice[], key: string): string => choices.find(({ value }) => value === key)?.label ?? key;

/** Purposes that sources usually ask about; any other can be typed. */
export const useConsentChoices = (): Choice[] => ["marketing", "analytics", "product"].map((value) => ({ value, label: value }));
