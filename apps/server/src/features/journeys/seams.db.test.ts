import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { durationMs } from "@throughline/contract";
import { cameBack, crossingsOf, effortOf, instancesOf, quantile, type MapPeriod, type Span, type Visit } from "@throughline/domain";
import fc from "fast-check";
import { createParameters } from "../insights/predicate-sql/index.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { firstDay, crowds, insertHistories, marksOf, type LetterEvent } from "./histories.fixture.ts";
import { compileByName, lettersJourney } from "./instances.fixture.ts";
import { effortNames, kpiRowSchema, kpisStatement } from "./kpis-sql.ts";
import { seamRowSchema, seamsStatement, type SeamRow } from "./seams-sql.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await createTestPipeline();
});
afterAll(() => pipeline.close());

const dayMs = 86_400_000;
const at = (day: number) => firstDay + day * dayMs;
const rules = {
  stages: lettersJourney.stages.map((stage) => stage.key),
  failures: lettersJourney.failures.map((failure) => failure.key),
  windowMs: durationMs(lettersJourney.window),
};
/** Who stands on which side at one instant is not declared: each instant once. */
const atDifferentTimes = (history: LetterEvent[]) => history.map((event, index) => ({ ...event, at: event.at + index }));
/** Quantiles lie between two values: the last bits of a sum may differ. */
const about = (ms: number | null): unknown => (ms === null ? null : expect.closeTo(ms, 2));
const three = fc.tuple(fc.integer({ min: 0, max: 45 }), fc.integer({ min: 0, max: 45 }), fc.integer({ min: 0, max: 45 }));

test("hand-offs of random histories are the same from the timeline store as from the rules", async () => {
  await fc.assert(
    fc.asyncProperty(crowds, three, async (list, days) => {
      const [a, b, c] = days.sort((x, y) => x - y) as [number, number, number];
      const periods: Record<MapPeriod, Span> = { previous: { fromMs: at(a), toMs: at(b) }, current: { fromMs: at(b), toMs: at(c) } };
      const workspaceId = randomUUID();
      const spread = list.map(atDifferentTimes);
      await insertHistories(pipeline.clickhouse, workspaceId, spread);
      const parameters = createParameters(workspaceId);
      const query = seamsStatement({ definition: lettersJourney, parameters, compile: compileByName, asOfMs: at(c) }, periods);
      const rows = await pipeline.clickhouse.query({ query, params: parameters.values, schema: seamRowSchema });
      const byKey = (one: SeamRow) => `${one.seam} ${one.period}`;
      expect(
        rows
          .sort((x, y) => (byKey(x) < byKey(y) ? -1 : 1))
          .map(({ told: _, crossed_at, harmed_at, ...row }) => ({
            ...row,
            crossed_at: crossed_at.sort(byNode),
            harmed_at: harmed_at.sort(byNode),
          })),
      ).toEqual(expectedSeams(spread, periods, at(c)).sort((x, y) => (byKey(x as SeamRow) < byKey(y as SeamRow) ? -1 : 1)));
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 120_000);

/** The number of the stage in which an instance was at a moment; 0: in none yet. */
const stageAt = (visits: readonly Visit[], at: number): number =>
  rules.stages.indexOf(visits.findLast((visit) => visit.from <= at)?.node ?? "") + 1;
const byNode = ([a]: [number, number], [b]: [number, number]): number => a - b;
const perNode = (list: readonly { node: number }[]): [number, number][] =>
  [...Map.groupBy(list, ({ node }) => node)].map(([node, same]): [number, number] => [node, same.length]).sort(byNode);

function expectedSeams(list: LetterEvent[][], periods: Record<MapPeriod, Span>, asOf: number): Omit<SeamRow, "told">[] {
  const crossings = list.flatMap((history) => {
    const marks = marksOf(history);
    const contacts = marks.filter((mark) => mark.isContact).map((mark) => mark.at);
    return instancesOf(rules, marks, asOf).flatMap((instance) =>
      crossingsOf(instance, contacts, asOf).map((crossing) => ({ ...crossing, node: stageAt(instance.visits, crossing.at) })),
    );
  });
  return [1, 0].flatMap((period) => {
    const span = period === 1 ? periods.current : periods.previous;
    const groups = Map.groupBy(
      crossings.filter((one) => span.fromMs <= one.at && one.at < span.toMs),
      (one) => one.seam,
    );
    return [...groups].map(([seam, group]) => {
      const count = (holds: (one: (typeof group)[number]) => boolean) => group.filter(holds).length;
      const gaps = group.flatMap((one) => (one.arrivedAt === null ? [] : [one.arrivedAt - one.at]));
      return {
        seam,
        period,
        crossed: group.length,
        arrived: count((one) => one.state === "arrived"),
        pending: count((one) => one.state === "pending"),
        lost: count((one) => one.state === "lost"),
        repeated: count((one) => one.isRepeated),
        retold: count((one) => one.isRetold),
        gaps: [about(quantile(gaps, 0.5)), about(quantile(gaps, 0.9))] as [number | null, number | null],
        crossed_at: perNode(group),
        harmed_at: perNode(group.filter((one) => one.state === "lost" || one.isRepeated)),
      };
    });
  });
}

test("efforts of random histories are the same from the timeline store as from the rules", async () => {
  await fc.assert(
    fc.asyncProperty(crowds, three, async (list, days) => {
      const [a, b, c] = days.sort((x, y) => x - y) as [number, number, number];
      const stretches = [
        { fromMs: at(a), toMs: at(b) },
        { fromMs: at(b), toMs: at(c) },
      ];
      const workspaceId = randomUUID();
      const spread = list.map(atDifferentTimes);
      await insertHistories(pipeline.clickhouse, workspaceId, spread);
      const parameters = createParameters(workspaceId);
      const question = {
        definition: lettersJourney,
        parameters,
        compile: compileByName,
        asOfMs: at(c),
        carry: [
          {
            name: "payments",
            expression: "ifNull(accurateCastOrNull(properties.amount, 'Float64'), 0)",
            when: "mark > 0 AND one_of_payments > 0",
          },
        ],
      };
      const rows = await pipeline.clickhouse.query({
        query: kpisStatement(payOnGoals(question), stretches),
        params: parameters.values,
        schema: kpiRowSchema,
      });
      const found = stretches.map((_, index) => {
        const own = rows.filter((row) => row.stretch_index === index);
        const add = (of: (row: (typeof own)[number]) => number) => own.reduce((sum, row) => sum + of(row), 0);
        return {
          n: add((row) => row.n),
          completed: add((row) => row.completed),
          open: add((row) => row.open),
          back: add((row) => row.back),
          settled: add((row) => row.settled),
          ...Object.fromEntries(effortNames.map((name, place) => [name, add((row) => row.sums[place] as number)])),
        };
      });
      expect(found).toEqual(stretches.map((stretch) => expectedEfforts(spread, stretch, at(c))));
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 120_000);

const payOnGoals = <T extends { carry: { name: string; expression: string; when: string }[] }>(question: T): T => ({
  ...question,
  carry: question.carry.map((one) => ({ ...one, expression: `if(name = 'goal', ${one.expression}, 0)` })),
});

function expectedEfforts(list: LetterEvent[][], { fromMs, toMs }: Span, asOf: number) {
  const all = list.flatMap((history) => {
    const marks = marksOf(history);
    return instancesOf(rules, marks, asOf).map((instance) => ({
      instance,
      back: cameBack(instance, marks, asOf),
      effort: effortOf(instance),
    }));
  });
  const own = all.filter(({ instance }) => fromMs <= instance.startedAt && instance.startedAt < toMs);
  const count = (holds: (one: (typeof own)[number]) => boolean) => own.filter(holds).length;
  return {
    n: own.length,
    completed: count(({ instance }) => instance.end === "$completed"),
    open: count(({ instance }) => instance.end === null),
    back: count(({ back }) => back === true),
    settled: count(({ back }) => back !== null),
    ...Object.fromEntries(effortNames.map((name) => [name, own.reduce((sum, { effort }) => sum + effort[name], 0)])),
  };
}
