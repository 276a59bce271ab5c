import type { Permission } from "@throughline/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashApiKey, newApiKey, startOfApiKey } from "../../platform/auth/api-keys.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { createTestServer, type TestServer } from "../../testing/test-server.ts";
import { createKeys, createMjmlCompiler } from "../messages/index.ts";
import { flowRoutes } from "./flows.routes.ts";
import { measureRoutes } from "./measure.routes.ts";

let pipeline: TestPipeline;
let server: TestServer;
let authorization: string;
let woken = 0;
const mjml = createMjmlCompiler({ timeoutMs: 120_000 });
const now = () => Date.parse("2026-03-11T10:00:00Z");

beforeAll(async () => {
  pipeline = await createTestPipeline();
  const { database, clickhouse } = pipeline;
  const keys = createKeys("a secret of the tests, long enough");
  const more = { keys, publicUrl: "https://cx.example.com", compileMjml: mjml.compile };
  const deps = { db: database.db, clickhouse, now, ...more, wake: () => void woken++ };
  server = await createTestServer({ database, routes: () => ({ flows: { ...flowRoutes(deps), ...measureRoutes(deps) } }) });
  const workspaceId = await database.createWorkspace();
  const scopes: Permission[] = ["flows:read", "flows:write", "people:read"];
  const key = newApiKey();
  await database.db
    .insertInto("api_key")
    .values({ workspace_id: workspaceId, name: "Builder", hash: hashApiKey(key), start: startOfApiKey(key), scopes })
    .execute();
  authorization = `Bearer ${key}`;
});
afterAll(async () => {
  await server.app.close();
  await mjml.close();
  await pipeline.close();
});

const call = async (method: "GET" | "POST", path: string, payload?: object) => {
  const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers: { authorization }, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
};

test("a ready flow is begun with its templates, tried on the past, stopped, and reported before anybody came in", async () => {
  const examples = await call("GET", "/flow-examples");
  expect([examples.status, (examples.body["items"] as unknown[]).length]).toEqual([200, 8]);
  expect(await call("POST", "/flows", { name: "Detractors", key: "detractors", example: "detractor-follow-up" })).toMatchObject({
    status: 201,
    body: { key: "detractors", state: "draft" },
  });
  const { rows } = await pipeline.database.pool.query("SELECT key, version FROM message_template");
  expect(rows).toEqual([{ key: "we-read-your-answer", version: 1 }]);
  const begun = await call("POST", "/flows/detractors/simulate", { from: "2026-02-01T00:00:00Z" });
  expect([begun.status, begun.body["state"], woken]).toEqual([202, "running", 1]);
  const path = `/flow-simulations/${String(begun.body["id"])}`;
  expect(await call("GET", path)).toMatchObject({ status: 200, body: { entrants: 0, live: null } });
  expect(await call("POST", `${path}/stop`)).toMatchObject({ status: 200, body: { state: "stopped" } });
  expect(await call("GET", "/flows/detractors/report")).toMatchObject({
    status: 200,
    body: {
      treated: { people: 0, rate: null },
      lift: { decided: "open" },
      sampleRatio: { alarm: false },
      messages: [{ step: "answer", asked: 0 }],
    },
  });
  expect((await call("GET", "/flows/nothing/report")).status).toBe(404);
});
