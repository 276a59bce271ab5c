import { querySchema, type Query } from "@throughline/contract";
import { referenceAnswer, resolveRange, type History, type ReferenceQuery } from "@throughline/domain";
import {
  arbitraryHistory,
  arbitraryLifecycle,
  arbitraryRetention,
  arbitraryStickiness,
  arbitraryTimezone,
  arbitraryTrends,
  historyNowMs,
} from "@throughline/domain/insights/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { migratedClickHouse, type MigratedClickHouse } from "./testing/migrated-clickhouse.ts";
import { loadHistories } from "./testing/load-histories.ts";
import { testContext } from "./testing/test-context.ts";
import { answerOf } from "./run-query.ts";
import { randomSeed } from "./testing/random-seed.ts";

let store: MigratedClickHouse;
beforeAll(async () => {
  store = await migratedClickHouse();
});
afterAll(() => store.close());

const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === "number" ? Number(inner.toPrecision(9)) : inner)));

type Case = { query: ReferenceQuery; history: History; timezone: string };
/** Both answers to every case; they are loaded together. */
async function bothAnswers(cases: readonly Case[]): Promise<{ query: Query; ours: unknown; reference: unknown }[]> {
  const workspaceIds = await loadHistories(
    store.clickhouse,
    cases.map(({ history }) => history),
  );
  const answers = [];
  for (const [index, { query, history, timezone }] of cases.entries()) {
    const context = testContext(store.clickhouse, workspaceIds[index] as string, {
      ...resolveRange(query.range, { nowMs: historyNowMs, timezone }),
      timezone,
      nowMs: historyNowMs,
    });
    answers.push({
      query,
      ours: rounded(await answerOf(context, querySchema.parse(query))),
      reference: rounded(referenceAnswer(query, history, { nowMs: historyNowMs, timezone })),
    });
  }
  return answers;
}

const kinds = { trends: arbitraryTrends, lifecycle: arbitraryLifecycle, retention: arbitraryRetention, stickiness: arbitraryStickiness };
describe("answers from ClickHouse are those of the reference", () => {
  test.each(Object.entries(kinds))("%s, on random histories", async (_kind, arbitrary) => {
    const cases = fc.sample(
      fc.record({ query: arbitrary as fc.Arbitrary<ReferenceQuery>, history: arbitraryHistory, timezone: arbitraryTimezone }),
      { numRuns: 25, seed: randomSeed },
    );
    for (const { query, ours, reference } of await bothAnswers(cases)) expect(ours, JSON.stringify(query)).toEqual(reference);
  });
});
