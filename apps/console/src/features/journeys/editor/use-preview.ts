import { useDebouncedValue } from "@mantine/hooks";
import type { JourneyDefinition } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";
import { defaultLast } from "../journey-range.ts";
import type { Problem } from "./draft.ts";

const restMs = 700;

/** The map of a definition that is not saved, a moment after the last change; and what the server has against it. */
export function usePreview(definition: JourneyDefinition, isComplete: boolean) {
  // What was incomplete a moment ago is not asked about, also when the draft is complete by now.
  const [settled] = useDebouncedValue(isComplete ? JSON.stringify(definition) : null, restMs);
  const input = { definition: settled === null ? definition : (JSON.parse(settled) as JourneyDefinition), last: defaultLast };
  const query = useQuery({
    ...api.journeys.preview.queryOptions({ input }),
    enabled: isComplete && settled !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 60_000,
  });
  const problems: Problem[] = isComplete && query.error instanceof ApiError ? query.error.issues : [];
  return {
    map: query.data,
    isStale: query.isPlaceholderData || !isComplete,
    isFetching: query.isFetching,
    error: query.error,
    problems,
    retry: () => void query.refetch(),
  };
}
