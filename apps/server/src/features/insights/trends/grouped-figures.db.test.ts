import { querySchema, type TrendsQuery } from "@throughline/contract";
import { resolveRange } from "@throughline/domain";
import { conformanceCases, historyOf } from "@throughline/domain/conformance";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { QueryContext } from "../query-context.ts";
import { loadHistories } from "../testing/load-histories.ts";
import { migratedClickHouse, type MigratedClickHouse } from "../testing/migrated-clickhouse.ts";
import { testContext } from "../testing/test-context.ts";
import { answerTrends } from "./answer-trends.ts";

let store: MigratedClickHouse;
beforeAll(async () => {
  store = await migratedClickHouse();
});
afterAll(() => store.close());

test("a breakdown with more groups than are kept at once has the same answer, the largest found first", async () => {
  const cases = conformanceCases.filter(({ query }) => query.kind === "trends" && query.breakdown);
  expect(cases.length).toBeGreaterThan(3);
  const workspaceIds = await loadHistories(store.clickhouse, cases.map(historyOf));
  let tooMany = 0;
  for (const [index, one] of cases.entries()) {
    const query = querySchema.parse(one.query) as TrendsQuery;
    const { timezone, nowMs } = one;
    const context = testContext(store.clickhouse, workspaceIds[index] as string, { ...resolveRange(query.range, one), timezone, nowMs });
    const few: QueryContext = {
      ...context,
      async askUpTo(_most, question) {
        const rows = await context.askUpTo(1, question);
        if (rows === null) tooMany++;
        return rows;
      },
    };
    expect(await answerTrends(few, query), one.name).toEqual(await answerTrends(context, query));
  }
  expect(tooMany).toBeGreaterThan(3);
});
