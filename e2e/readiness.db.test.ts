import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startLoopbackClickHouse, type LoopbackClickHouse } from "../apps/server/src/platform/clickhouse/testing/loopback-clickhouse.ts";
import { readSettings } from "../apps/server/src/platform/config/settings.ts";
import { startThrowawayPostgres } from "../apps/server/src/platform/postgres/throwaway-postgres.ts";
import { createLog } from "../apps/server/src/platform/telemetry/create-log.ts";
import { startThroughline, type Throughline } from "../apps/server/src/start-throughline.ts";

/** The advisory lock under which migrations are applied: who holds it keeps them waiting. */
const migrationLock = 0x7468726f;
let directory: string;
let postgres: Awaited<ReturnType<typeof startThrowawayPostgres>>;
let clickhouse: LoopbackClickHouse;
let url: string;
let env: Record<string, string>;
let product: Throughline | null = null;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "throughline-readiness-"));
  postgres = await startThrowawayPostgres();
  clickhouse = await startLoopbackClickHouse({ dataDir: join(directory, "clickhouse-server") });
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  env = {
    PORT: String(port),
    DATABASE_URL: postgres.url,
    CLICKHOUSE_URL: clickhouse.url,
    THROUGHLINE_DATA_DIR: join(directory, "data"),
    THROUGHLINE_SAMPLE: "off",
    THROUGHLINE_BOOTSTRAP: JSON.stringify({ workspace: "acme", writeKey: "wk_ready", apiKey: "tl_ready" }),
  };
}, 60_000);
afterAll(async () => {
  // Its stores are gone by then: what cannot be ended in order is ended all the same.
  await product?.stop().catch(() => {});
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
});

const start = (more: Record<string, string> = {}) =>
  startThroughline({ settings: readSettings({ ...env, ...more }), log: createLog({ level: "silent" }), onFatal: () => {} });

async function readiness(): Promise<{ status: number; said: string; failing: string[]; names: string[] }> {
  const answer = await fetch(`${url}/readyz`);
  const { status: said, checks } = (await answer.json()) as { status: string; checks: { name: string; ok: boolean }[] };
  return {
    status: answer.status,
    said,
    failing: checks.filter(({ ok }) => !ok).map(({ name }) => name),
    names: checks.map(({ name }) => name),
  };
}

test("is ready only once migrations are applied and every role runs, and says until then what it waits for", async () => {
  const holder = new pg.Client({ connectionString: postgres.url });
  await holder.connect();
  await holder.query("SELECT pg_advisory_lock($1)", [migrationLock]);
  const starting = start();
  await vi.waitFor(
    async () => expect(await readiness()).toMatchObject({ status: 503, failing: ["migrations", "api", "pipeline", "worker", "running"] }),
    { timeout: 30_000, interval: 50 },
  );
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const early = await fetch(`${url}/v1/track`, { method: "POST", body: "{}", headers: { authorization: "Basic d2tfcmVhZHk6" } });
  expect([early.status, early.headers.get("retry-after"), await early.json()]).toMatchObject([
    503,
    "2",
    { error: { code: "unavailable" } },
  ]);
  await holder.end();
  product = await starting;
  expect(await readiness()).toEqual({
    status: 200,
    said: "ready",
    failing: [],
    names: ["postgres", "clickhouse", "migrations", "api", "pipeline", "worker", "running"],
  });
}, 60_000);

test("a stuck pipeline shows, while what is sent is still taken", async () => {
  const asOwner = { authorization: "Bearer tl_ready" };
  const failingSeconds = async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    return Number(/^throughline_pipeline_failing_seconds (\S+)$/m.exec(metrics)?.[1]);
  };
  const problems = async () => {
    const answer = await fetch(`${url}/api/v1/pulse`, { headers: asOwner });
    return ((await answer.json()) as { problems: { code: string }[] }).problems.map(({ code }) => code);
  };
  const send = () =>
    fetch(`${url}/v1/track`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("wk_ready:")}`, "content-type": "application/json" },
      body: JSON.stringify({ userId: "u1", event: "Clicked" }),
    });
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query("ALTER TABLE seen_message RENAME TO seen_message_away");
  expect((await send()).status).toBe(200);
  await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 200, said: "degraded", failing: ["pipeline"] }), {
    timeout: 40_000,
    interval: 250,
  });
  expect(await failingSeconds()).toBeGreaterThan(10);
  await vi.waitFor(async () => expect(await problems()).toContain("pipeline_failing"), { timeout: 10_000, interval: 250 });
  expect((await send()).status).toBe(200);
  await client.query("ALTER TABLE seen_message_away RENAME TO seen_message");
  await vi.waitFor(async () => expect(await readiness()).toMatchObject({ status: 200, said: "ready", failing: [] }), {
    timeout: 20_000,
    interval: 250,
  });
  expect(await failingSeconds()).toBe(0);
  await client.end();
}, 90_000);

test("a second start on a port that is taken says so, and touches nothing", async () => {
  await expect(start({ THROUGHLINE_DATA_DIR: join(directory, "other") })).rejects.toThrow(/EADDRINUSE/);
  expect((await readiness()).status).toBe(200);
});

test("is not ready while a store is away, though it answers", async () => {
  await clickhouse.close();
  expect(await readiness()).toMatchObject({ status: 503, failing: ["clickhouse"] });
  await postgres.stop();
  await vi.waitFor(
    async () => expect(await readiness()).toMatchObject({ status: 503, failing: expect.arrayContaining(["postgres", "clickhouse"]) }),
    {
      timeout: 20_000,
      interval: 100,
    },
  );
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
}, 30_000);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
