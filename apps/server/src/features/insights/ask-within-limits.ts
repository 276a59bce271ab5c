import { ClickHouseError } from "@clickhouse/client";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { explainRefusal, queryLimits } from "./limits.ts";
import type { ContextQuestion, QueryContext } from "./query-context.ts";

/** TOO_MANY_ROWS: what `max_rows_to_group_by` throws. */
const tooManyGroups = "158";

/** How a query asks the timeline store; `onRead` is told how many rows each statement read. */
export function askWithinLimits(clickhouse: ClickHouse, onRead?: (rows: number) => void): Pick<QueryContext, "ask" | "askUpTo"> {
  const run = <Row>({ query, parameters, schema, settings }: ContextQuestion<Row>, more = {}): Promise<Row[]> =>
    clickhouse.query({
      query,
      params: parameters.values,
      schema,
      settings: { ...queryLimits, ...settings, ...more },
      ...(onRead ? { onRead } : {}),
    });
  return {
    ask: (question) =>
      run(question).catch((error: unknown) => {
        throw explainRefusal(error);
      }),
    askUpTo: (mostGroups, question) =>
      run(question, { max_rows_to_group_by: mostGroups }).catch((error: unknown) => {
        if (error instanceof ClickHouseError && error.code === tooManyGroups) return null;
        throw explainRefusal(error);
      }),
  };
}
