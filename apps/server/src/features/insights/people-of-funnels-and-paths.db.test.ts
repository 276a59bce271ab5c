import { funnelQuerySchema, type Cell, type FunnelQuery, type PathsQuery, type Query } from "@throughline/contract";
import { resolveRange } from "@throughline/domain";
import { arbitraryFunnel, arbitraryHistory, arbitraryPaths, historyNowMs } from "@throughline/domain/insights/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerFunnel } from "./funnel/answer-funnel.ts";
import { answerPaths } from "./paths/answer-paths.ts";
import { countPeople } from "./people-of-cell.ts";
import { loadHistories } from "./testing/load-histories.ts";
import { migratedClickHouse, type MigratedClickHouse } from "./testing/migrated-clickhouse.ts";
import { testContext } from "./testing/test-context.ts";
import { randomSeed } from "./testing/random-seed.ts";

let store: MigratedClickHouse;
beforeAll(async () => {
  store = await migratedClickHouse();
});
afterAll(() => store.close());

const contextOf = (workspaceId: string, query: Query) =>
  testContext(store.clickhouse, workspaceId, {
    ...resolveRange(query.range, { nowMs: historyNowMs, timezone: "UTC" }),
    timezone: "UTC",
    nowMs: historyNowMs,
  });

async function loaded<Q extends Query>(arbitrary: fc.Arbitrary<Q>, count: number): Promise<{ query: Q; workspaceId: string }[]> {
  const cases = fc.sample(fc.tuple(arbitrary, arbitraryHistory), { numRuns: count, seed: randomSeed });
  const workspaceIds = await loadHistories(
    store.clickhouse,
    cases.map(([, history]) => history),
  );
  return cases.map(([query], index) => ({ query, workspaceId: workspaceIds[index] as string }));
}

const cellsOf = (query: FunnelQuery, breakdown: { breakdown?: string | null }): Cell[] =>
  query.steps.flatMap((_, index) =>
    (["reached", "dropped"] as const).map((outcome) => ({ kind: "funnel", step: index + 1, outcome, ...breakdown })),
  );

test("behind each number of a funnel are as many people, in every group of a breakdown", async () => {
  const byPerson = arbitraryFunnel.map((query): FunnelQuery => ({ ...query, by: "person" }));
  for (const { query, workspaceId } of await loaded(byPerson, 4)) {
    const context = contextOf(workspaceId, query);
    const answer = await answerFunnel(context, query);
    const required = (step: number) => step === 0 || query.order === "any" || !query.steps[step]?.optional;
    for (const group of [
      { ...answer, breakdown: {} },
      ...answer.breakdown.map((one) => ({ ...one, breakdown: { breakdown: one.value } })),
    ]) {
      for (const cell of cellsOf(query, group.breakdown) as Extract<Cell, { kind: "funnel" }>[]) {
        const count = group.steps[cell.step - 1]?.count ?? 0;
        const before = query.steps.findLastIndex((_, step) => step < cell.step - 1 && required(step));
        const dropped = before < 0 ? 0 : (group.steps[before]?.count ?? 0) - count;
        // Whoever left out an optional step before the nearest required one may still have done this one, or the other way round.
        if (cell.outcome === "dropped" && query.steps.some((_, step) => !required(step))) continue;
        expect(await countPeople(context, query, cell), JSON.stringify({ query, cell })).toBe(cell.outcome === "reached" ? count : dropped);
      }
    }
  }
});

test("behind each transition of paths are as many people as it says", async () => {
  for (const { query, workspaceId } of await loaded<PathsQuery>(arbitraryPaths, 5)) {
    const context = contextOf(workspaceId, query);
    const { edges } = await answerPaths(context, query);
    for (const { from, to, people } of edges) expect(await countPeople(context, query, { kind: "paths", from, to })).toBe(people);
  }
});

const funnel = (part: object): FunnelQuery =>
  funnelQuerySchema.parse({
    kind: "funnel",
    range: { from: "2026-03-01", to: "2026-03-02" },
    steps: [{ event: "A" }, { event: "B" }],
    ...part,
  });

test.each([
  ["exclude[0]", funnel({ exclude: [{ event: "X", from: 1, to: 1 }] })],
  ["exclude[0]", funnel({ exclude: [{ event: "X", from: 0, to: 2 }] })],
  ["breakdown.attribution", funnel({ breakdown: { property: "event.plan", attribution: "step:3" } })],
  ["steps", funnel({ steps: ["A", "B", "C", "D", "E", "F", "G"].map((event, index) => ({ event, optional: index > 0 })) })],
  ["steps", funnel({ order: "any", steps: Array.from({ length: 11 }, () => ({ event: "A" })) })],
])("what cannot be asked of a funnel is refused by its field: %s", async (field, query) => {
  await expect(answerFunnel(contextOf("00000000-0000-4000-8000-0000000000aa", query), query)).rejects.toMatchObject({
    code: "invalid_input",
    issues: [{ field }],
  });
});
