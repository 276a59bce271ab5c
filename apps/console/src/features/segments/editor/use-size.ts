import { useDebouncedValue } from "@mantine/hooks";
import type { FieldIssue, Predicate, SegmentOf, SegmentPreview } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";

const restMs = 250;
const askAgainMs = 1_000;
/** A segment that is computed is in the timeline store moments later. */
const settlesMs = 4_000;

/** How many people (or accounts) a definition that is not saved holds for, a moment after the last change and again while segments that it names are computed; and what the server has against it. */
export function useSize(of: SegmentOf, predicate: Predicate | undefined) {
  const now = predicate === undefined ? undefined : JSON.stringify({ of, predicate });
  const [asked] = useDebouncedValue(now, restMs);
  const waitedAt = useRef(-Infinity);
  const query = useQuery({
    ...api.segments.preview.queryOptions({
      input: asked === undefined ? { predicate: { all: [] } } : (JSON.parse(asked) as { of: SegmentOf; predicate: Predicate }),
    }),
    enabled: asked !== undefined && predicate !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 15_000,
    // Where it counts on segments that are still being computed, until they are, and what they hold is there to be counted.
    refetchInterval: ({ state }) => {
      if ((state.data?.computing.length ?? 0) > 0) waitedAt.current = Date.now();
      return Date.now() - waitedAt.current < settlesMs ? askAgainMs : false;
    },
  });
  const isCurrent = asked === now && !query.isPlaceholderData;
  const issues: FieldIssue[] = isCurrent && query.error instanceof ApiError ? query.error.issues : [];
  const size: SegmentPreview | undefined = predicate === undefined || query.error ? undefined : query.data;
  return {
    size,
    isCounting: predicate !== undefined && (!isCurrent || (query.isFetching && query.data === undefined)),
    error: isCurrent ? query.error : null,
    issues,
    retry: () => void query.refetch(),
  };
}
