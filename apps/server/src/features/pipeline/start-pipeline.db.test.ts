import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { openPipeline } from "./start-pipeline.ts";

let stores: TestPipeline;
beforeAll(async () => {
  stores = await createTestPipeline();
});
afterAll(() => stores.close());

const fail = (error: unknown) => {
  throw error;
};

test("the timeline store goes on when the pipeline's thread has ended, also with questions under way", async () => {
  const { clickhouse, database } = stores;
  const pipeline = await openPipeline().start({
    databaseUrl: database.url,
    clickhouse,
    onProcessed: () => {},
    onBatchFailed: fail,
    onError: fail,
    onFatal: fail,
  });
  const asking = Promise.all(
    [1, 2].map(() => clickhouse.query({ query: "SELECT max(sipHash64(number)) > 0 AS found FROM numbers(50000000)" })),
  );
  await pipeline.stop();
  expect(await asking).toEqual([[{ found: 1 }], [{ found: 1 }]]);
  expect(await clickhouse.query({ query: "SELECT 1 AS one" })).toEqual([{ one: 1 }]);
});
