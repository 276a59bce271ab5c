import type { ClickHouse } from "./clickhouse.ts";

/** The same for one request: what it asks the timeline store ends, in the engine too, when the signal aborts, as when whoever asked has left. */
export function untilAborted<Deps extends { clickhouse: ClickHouse }>(deps: Deps, signal: AbortSignal | undefined): Deps {
  if (signal === undefined) return deps;
  const { clickhouse } = deps;
  const bounded: ClickHouse = {
    ...clickhouse,
    query: (question) => clickhouse.query({ ...question, signal: question.signal ? AbortSignal.any([question.signal, signal]) : signal }),
  };
  return { ...deps, clickhouse: bounded };
}
