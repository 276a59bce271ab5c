import type { Permission } from "@throughline/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashApiKey, newApiKey, startOfApiKey } from "../../platform/auth/api-keys.ts";
import { createTestPipeline, type TestPipeline } from "../../testing/test-pipeline.ts";
import { createTestServer, type TestServer } from "../../testing/test-server.ts";
import { arbiterRoutes } from "./arbiter.routes.ts";

let pipeline: TestPipeline;
let server: TestServer;
let authorization: string;
const now = () => Date.parse("2026-03-11T10:00:00Z");
beforeAll(async () => {
  pipeline = await createTestPipeline();
  const { database } = pipeline;
  server = await createTestServer({ database, routes: () => ({ arbiter: arbiterRoutes({ db: database.db, now }) }) });
  const workspaceId = await database.createWorkspace();
  const scopes: Permission[] = ["arbiter:read", "arbiter:decide", "people:read"];
  const key = newApiKey();
  await database.db
    .insertInto("api_key")
    .values({ workspace_id: workspaceId, name: "Sender", hash: hashApiKey(key), start: startOfApiKey(key), scopes })
    .execute();
  authorization = `Bearer ${key}`;
  await pipeline.process(workspaceId, [
    { type: "identify", messageId: "i", userId: "ada", traits: { email: "ada@x.example" }, timestamp: "2026-03-10T10:00:00Z" },
  ]);
});
afterAll(async () => {
  await server.app.close();
  await pipeline.close();
});

const call = async (method: "GET" | "POST" | "PUT", path: string, payload?: object) => {
  const answer = await server.app.inject({ method, url: `/api/v1${path}`, headers: { authorization }, ...(payload ? { payload } : {}) });
  return { status: answer.statusCode, body: answer.json() as Record<string, unknown> };
};
const receipt = { id: "receipt:42", person: "userId:ada", kind: "message", purpose: "transactional", channel: "email" };

test("another system asks, sends, tells what came of it, and reads why", async () => {
  const decided = await call("POST", "/touches/decide", receipt);
  expect(decided).toMatchObject({ status: 200, body: { answer: "now", touch: { priority: 5, value: 1, stakes: "low" } } });
  expect(await call("POST", "/touches/receipt:42/outcome", { outcome: "sent" })).toMatchObject({
    status: 200,
    body: { outcome: { outcome: "sent", note: null } },
  });
  expect(await call("GET", "/touches/receipt:42")).toMatchObject({
    status: 200,
    body: { items: [{ answer: "now", outcome: { outcome: "sent" } }] },
  });
  expect(await call("GET", `/people/${String(decided.body["personId"])}/decisions?limit=1&answer=now`)).toMatchObject({
    status: 200,
    body: { items: [{ touch: { id: "receipt:42" } }], next: null },
  });
  expect(await call("GET", "/arbiter/report?to=2026-03-12")).toMatchObject({ status: 200, body: { asked: { touches: 1, people: 1 } } });
  expect(await call("POST", "/touches/simulate", { touch: { ...receipt, id: undefined, purpose: "promotional" } })).toMatchObject({
    status: 200,
    body: { answer: "no", rule: "consent" },
  });
});

test("what cannot be used is refused by field, and what a key may not do by permission", async () => {
  const refused = await call("POST", "/touches/decide", { ...receipt, id: "with space", channel: "pigeon" });
  expect(refused.status).toBe(400);
  expect(JSON.stringify(refused.body)).toContain("channel");
  expect((await call("POST", "/touches/decide", { ...receipt, id: "x", person: "ada" })).status).toBe(400);
  expect((await call("POST", "/touches/arbitrate", { touches: [receipt, receipt] })).status).toBe(400);
  const { body } = await call("GET", "/arbiter/rules");
  expect((await call("PUT", "/arbiter/rules", { rules: body["rules"] })).status).toBe(403);
  const rules = body["rules"] as { quietHours: object };
  expect((await call("PUT", "/arbiter/rules", { rules: { ...rules, quietHours: { ...rules.quietHours, from: "8:00" } } })).status).toBe(
    400,
  );
});
