import { querySchema, type Query } from "@throughline/contract";
import { referenceAnswer, resolveRange, type History, type ReferenceQuery } from "@throughline/domain";
import { conformanceCases, historyOf } from "@throughline/domain/conformance";
import { arbitraryFunnel, arbitraryHistory, arbitraryPaths, arbitraryTimezone, historyNowMs } from "@throughline/domain/insights/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answerOf } from "./run-query.ts";
import { loadHistories } from "./testing/load-histories.ts";
import { migratedClickHouse, type MigratedClickHouse } from "./testing/migrated-clickhouse.ts";
import { testContext } from "./testing/test-context.ts";
import { randomSeed } from "./testing/random-seed.ts";

let store: MigratedClickHouse;
beforeAll(async () => {
  store = await migratedClickHouse();
});
afterAll(() => store.close());

type When = { timezone: string; nowMs: number };
const answer = (workspaceId: string, query: Query, { timezone, nowMs }: When) =>
  answerOf(testContext(store.clickhouse, workspaceId, { ...resolveRange(query.range, { nowMs, timezone }), timezone, nowMs }), query);

describe("ClickHouse answers", () => {
  let workspaceIds: Map<string, string>;
  beforeAll(async () => {
    const ids = await loadHistories(store.clickhouse, conformanceCases.map(historyOf));
    workspaceIds = new Map(conformanceCases.map(({ name, query }, index) => [`${query.kind} ${name}`, ids[index] as string]));
  });
  test.each(conformanceCases.map((one) => [one.query.kind, one.name, one] as const))("%s: %s", async (kind, name, one) => {
    expect(await answer(workspaceIds.get(`${kind} ${name}`) as string, querySchema.parse(one.query), one), one.why).toMatchObject(
      closely(one.expected) as object,
    );
  });
});

describe("ClickHouse answers as the reference does on random histories", () => {
  const kinds: [string, fc.Arbitrary<ReferenceQuery>][] = [
    ["funnel", arbitraryFunnel],
    ["paths", arbitraryPaths],
  ];
  test.each(kinds)("%s", async (_kind, arbitrary) => {
    const cases = fc.sample(fc.tuple(arbitrary, arbitraryHistory, arbitraryTimezone), { numRuns: 40, seed: randomSeed });
    const workspaceIds = await loadHistories(
      store.clickhouse,
      cases.map(([, history]) => history),
    );
    for (const [index, [query, history, timezone]] of cases.entries()) {
      const when = { timezone, nowMs: historyNowMs };
      const expected = referenceAnswer(query, history, when);
      expect(await answer(workspaceIds[index] as string, query, when), explain(query, history)).toEqual(closely(expected));
    }
  });
});

const explain = (query: Query, history: History): string => `${JSON.stringify(query)}\n${JSON.stringify(history)}`;

/** Numbers that are not integers are compared to nine digits. */
function closely(expected: unknown): unknown {
  if (typeof expected === "number" && !Number.isInteger(expected)) return expect.closeTo(expected, 9);
  if (Array.isArray(expected)) return expected.map(closely);
  if (typeof expected !== "object" || expected === null) return expected;
  return Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, closely(value)]));
}
