import { useDebouncedValue } from "@mantine/hooks";
import type { FieldIssue, Predicate, SegmentPreview } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";

const restMs = 250;

/** How many people a definition that is not saved holds for, a moment after the last change; and what the server has against it. */
export function useSize(predicate: Predicate | undefined) {
  const [asked] = useDebouncedValue(JSON.stringify(predicate), restMs);
  const now = JSON.stringify(predicate);
  const query = useQuery({
    ...api.segments.preview.queryOptions({ input: { predicate: asked === undefined ? { all: [] } : (JSON.parse(asked) as Predicate) } }),
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
