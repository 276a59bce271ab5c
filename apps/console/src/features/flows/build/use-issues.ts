import { useDebouncedValue } from "@mantine/hooks";
import type { FlowDefinition, FlowIssue } from "@throughline/contract";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ApiError } from "../../../app/api-error.ts";
import { api } from "../../../app/api.ts";

const restMs = 500;

/** What is wrong with the definition as it is edited, a moment after the last change. */
export function useIssues(key: string, definition: FlowDefinition) {
  const [asked] = useDebouncedValue(definition, restMs);
  const query = useQuery({
    ...api.flows.validate.queryOptions({ input: { key, definition: asked } }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  });
  const refused = query.error instanceof ApiError && query.error.code === "invalid_input" ? query.error : null;
  const issues: FlowIssue[] | undefined = refused
    ? refused.issues.map(({ field, message }) => ({
        severity: "error",
        code: "invalid",
        step: stepIn(field),
        field,
        message: `${field} ${message}`,
      }))
    : query.data?.issues;
  return {
    issues,
    isChecking: query.isFetching || asked !== definition,
    error: refused ? null : query.error,
    retry: () => void query.refetch(),
  };
}

/** `definition.steps.wait.label` → `wait`. */
const stepIn = (field: string): string | null => /^definition\.steps\.([a-z0-9_-]+)/.exec(field)?.[1] ?? null;
export type Checked = ReturnType<typeof useIssues>;
