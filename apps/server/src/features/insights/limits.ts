import { ClickHouseError } from "@clickhouse/client";
import { ProductError } from "@throughline/contract";
import type { StatementSettings } from "../../platform/clickhouse/index.ts";

const mebibyte = 2 ** 20;

/** What one statement of a query may take. */
export const queryLimits: StatementSettings = {
  max_execution_time: 30,
  max_memory_usage: 2048 * mebibyte,
  max_result_rows: 1_000_000,
  max_query_size: 64 * mebibyte,
  max_ast_elements: 500_000,
  max_expanded_ast_elements: 5_000_000,
  // Numbers as they were sent, to the last digit.
  precise_float_parsing: 1,
};

/** What the engine's refusals mean to whoever asked: https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp */
const refusals: Record<string, { text: string; accepted: string }> = {
  "158": { text: "This reads more rows than a query may.", accepted: "a shorter range or fewer events" },
  "159": {
    text: `This takes longer than the ${queryLimits["max_execution_time"]} seconds that a query has.`,
    accepted: "a shorter range, fewer steps or a narrower condition",
  },
  "160": { text: "This would take longer than a query has.", accepted: "a shorter range, fewer steps or a narrower condition" },
  "167": { text: "This is too large a query.", accepted: "fewer steps and conditions" },
  "168": { text: "This is too large a query.", accepted: "fewer steps and conditions" },
  "241": { text: "This needs more memory than a query has.", accepted: "a shorter range, or a breakdown with fewer values" },
  "306": { text: "This is nested too deeply.", accepted: "fewer conditions within conditions" },
  "396": { text: "This gives more rows than a query may.", accepted: "a larger interval or a shorter range" },
  "427": { text: "A pattern is not one that RE2 reads.", accepted: "https://github.com/google/re2/wiki/Syntax" },
};

/** What went wrong in the engine, as the one who asked can understand it; everything else as it is. */
export function explainRefusal(error: unknown): unknown {
  const refusal = error instanceof ClickHouseError ? refusals[error.code] : undefined;
  if (!refusal) return error;
  return new ProductError("invalid_input", refusal.text, {
    issues: [{ field: "query", message: refusal.text, accepted: refusal.accepted }],
  });
}
