import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { durationMs } from "@throughline/contract";
import { instancesOf, tallyInstances, type MapPeriod, type MapTally, type Span } from "@throughline/domain";
import fc from "fast-check";
import { createParameters } from "../insights/predicate-sql/index.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { firstDay, crowds, insertHistories, marksOf } from "./histories.fixture.ts";
import { compileByName, lettersJourney } from "./instances.fixture.ts";
import { mapStatement } from "./map-sql.ts";
import { tallyRowSchema, toTally } from "./read-tallies.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());

const rules = {
  stages: lettersJourney.stages.map((stage) => stage.key),
  failures: lettersJourney.failures.map((failure) => failure.key),
  windowMs: durationMs(lettersJourney.window),
};
const sorted = (tallies: readonly MapTally[]) =>
  tallies
    .map((tally) => ({ ...tally, medianMs: round(tally.medianMs), p90Ms: round(tally.p90Ms) }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
const round = (ms: number | null) => (ms === null ? null : Math.round(ms));
const dayMs = 86_400_000;

test("the map of random histories is the same from the timeline store as from the rules", async () => {
  const days = fc.integer({ min: 0, max: 45 });
  await fc.assert(
    fc.asyncProperty(crowds, fc.tuple(days, days, days, days), async (list, cuts) => {
      const [a, b, c, d] = cuts.sort((x, y) => x - y) as [number, number, number, number];
      const at = (day: number) => firstDay + day * dayMs;
      const periods: Record<MapPeriod, Span> = { previous: { fromMs: at(a), toMs: at(b) }, current: { fromMs: at(c), toMs: at(d) } };
      const workspaceId = randomUUID();
      await insertHistories(pipeline.clickhouse, workspaceId, list);
      const expected = list.flatMap((history) => instancesOf(rules, marksOf(history), periods.current.toMs));
      const parameters = createParameters(workspaceId);
      const query = mapStatement({ definition: lettersJourney, parameters, compile: compileByName, asOfMs: periods.current.toMs }, periods);
      const rows = await pipeline.clickhouse.query({ query, params: parameters.values, schema: tallyRowSchema });
      expect(sorted(rows.map((row) => toTally(lettersJourney, row)))).toEqual(sorted(tallyInstances(expected, periods)));
    }),
    { numRuns: 8, endOnFailure: true },
  );
}, 120_000);
