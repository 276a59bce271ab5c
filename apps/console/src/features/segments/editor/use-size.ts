import { useDebouncedValue } from "@mantine/hooks";
import type { FieldIssue, Predicate, SegmentOf, SegmentPreview } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";

const restMs = 250;

/** How many people (or accounts) a definition that is not saved holds for, a moment after the last change; and what the server has against it. */
export function useSize(of: SegmentOf, predicate: Predicate | undefined) {
  const now = predicate === undefined ? undefined : JSON.stringify({ of, predicate });
  const [asked] = useDebouncedValue(now, restMs);
  const query = useQuery({
    ...api.segments.preview.queryOptions({
      input: asked === undefined ? { predicate: { all: [] } } : (JSON.parse(asked) as { of: SegmentOf; predicate: Predicate }),
    }),
    enabled: asked !== undefined && predicate !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 15_000,
  });
  const isCurrent = asked === now && !query.isPlaceholderData;
  const issues: FieldIssue[] = isCurrent && query.error instanceof ApiError ? query.error.issues : [];
  const size: SegmentPreview | undefined = predicate === undefined || query.error ? undefined : query.data;
  return {
    size,
    isCounting: predicate !== undefined && (!isCurrent || query.isFetching),
    error: isCurrent ? query.error : null,
    issues,
    retry: () => void query.refetch(),
  };
}
