import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { hashApiKey, newApiKey, startOfApiKey } from "../../platform/auth/api-keys.ts";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { createTestServer, type TestServer } from "../../testing/test-server.ts";
import { insightsRoutes } from "./insights.routes.ts";

let pipeline: TestPipeline;
let server: TestServer;
let origin: string;
let authorization: string;
beforeAll(async () => {
  pipeline = await createTestPipeline();
  const key = newApiKey();
  await pipeline.database.db
    .insertInto("api_key")
    .values({
      workspace_id: await pipeline.database.createWorkspace(),
      name: "test",
      start: startOfApiKey(key),
      hash: hashApiKey(key),
      scopes: ["insights:read"],
    })
    .execute();
  authorization = `Bearer ${key}`;
});
afterAll(() => pipeline.close());

beforeEach(async () => {
  // Whatever is asked takes for ever.
  const clickhouse: ClickHouse = {
    ...pipeline.clickhouse,
    query: ({ schema: _, params: __, ...question }) => pipeline.clickhouse.query({ ...question, query: endless }),
  };
  const { db } = pipeline.database;
  const insights = insightsRoutes({ db, clickhouse, now: Date.now, lag: () => ({ seconds: 0, events: 0 }) });
  server = await createTestServer({ database: pipeline.database, routes: () => ({ insights }) });
  origin = await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterEach(() => server.app.close());

const endless = "SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 42";
const question = JSON.stringify({ kind: "stickiness", range: { last: { value: 7, unit: "day" } }, interval: "day", event: null });
const ask = (signal: AbortSignal | null = null) =>
  fetch(`${origin}/api/v1/query`, {
    method: "POST",
    body: question,
    headers: { authorization, "content-type": "application/json" },
    signal,
  });

/** Questions under way in the engine. */
async function underWay(): Promise<number> {
  const rows = await pipeline.clickhouse.query({
    query: "SELECT query FROM system.processes WHERE query LIKE '%sipHash64(number) = 42%' AND query NOT LIKE '%system.processes%'",
  });
  return rows.length;
}

test("a question ends in the engine when whoever asked it has left", async () => {
  const leaving = new AbortController();
  const answer = ask(leaving.signal).catch((error: unknown) => error);
  await vi.waitFor(async () => expect(await underWay()).toBe(1), { timeout: 20_000 });
  leaving.abort(new Error("another page"));
  expect(await answer).toMatchObject({ message: "another page" });
  await vi.waitFor(async () => expect(await underWay()).toBe(0), { timeout: 20_000 });
}, 60_000);

test("a server that stops ends the questions under way and says that it does", async () => {
  const answer = ask();
  await vi.waitFor(async () => expect(await underWay()).toBe(1), { timeout: 20_000 });
  await server.app.close();
  expect((await answer).status).toBe(503);
  expect(await (await answer).json()).toMatchObject({ error: { code: "unavailable", message: "The server is stopping." } });
  await vi.waitFor(async () => expect(await underWay()).toBe(0), { timeout: 20_000 });
}, 60_000);
