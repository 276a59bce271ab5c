import type { Cell, JourneyAnswer, JourneyQuery, PersonSummary } from "@throughline/contract";
import type { Access } from "../../platform/auth/access.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";

/** Answers to queries of the kind journey, from the feature that knows journeys; asked of `clickhouse`, which may be that of one request. */
export type JourneyQueries = {
  answer(access: Access, query: JourneyQuery, clickhouse: ClickHouse): Promise<JourneyAnswer & { rowsRead: number }>;
  people(
    access: Access,
    input: { query: JourneyQuery; cell: Cell; cursor?: string | undefined; limit: number },
    clickhouse: ClickHouse,
  ): Promise<{ items: PersonSummary[]; next: string | null; total: number }>;
};
