import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startLoopbackClickHouse, type LoopbackClickHouse } from "../apps/server/src/platform/clickhouse/testing/loopback-clickhouse.ts";
import { readSettings } from "../apps/server/src/platform/config/settings.ts";
import { startThrowawayPostgres } from "../apps/server/src/platform/postgres/throwaway-postgres.ts";
import { createLog } from "../apps/server/src/platform/telemetry/create-log.ts";
import { runCli } from "../apps/server/src/cli/run-cli.ts";
import { startThroughline, type Throughline } from "../apps/server/src/start-throughline.ts";

/** The whole product on stores that it did not bring: a second real Postgres by DATABASE_URL, as a user without special rights, and ClickHouse over HTTP by CLICKHOUSE_URL. */
const writeKey = "wk_external";
const apiKey = "tl_external";
let directory: string;
let postgres: { url: string; stop(): Promise<void> };
let timeline: LoopbackClickHouse;
let databaseUrl: string;
let dataDir: string;
let product: Throughline;
let logged: string[];

/** A database whose owner may do nothing else on the server. */
async function createOwnedDatabase(name: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await client.query(`CREATE ROLE ${name} LOGIN PASSWORD 'p@ss:word/?' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS`);
    await client.query(`CREATE DATABASE ${name} OWNER ${name}`);
  } finally {
    await client.end();
  }
  return Object.assign(new URL(postgres.url), { username: name, password: encodeURIComponent("p@ss:word/?"), pathname: `/${name}` }).href;
}

async function start(): Promise<Throughline> {
  const settings = readSettings({
    PORT: "0",
    DATABASE_URL: databaseUrl,
    CLICKHOUSE_URL: timeline.url,
    THROUGHLINE_DATA_DIR: dataDir,
    THROUGHLINE_SAMPLE: "off",
    THROUGHLINE_BOOTSTRAP: JSON.stringify({ workspace: "acme", writeKey, apiKey }),
  });
  const log = createLog({ level: "warn", destination: { write: (line) => void logged.push(line) } });
  return startThroughline({ settings, log, onFatal: (error) => log.fatal({ err: error }) });
}

beforeAll(async () => {
  logged = [];
  directory = await mkdtemp(join(tmpdir(), "throughline-external-"));
  dataDir = join(directory, "data");
  postgres = await startThrowawayPostgres();
  databaseUrl = await createOwnedDatabase("tenant");
  timeline = await startLoopbackClickHouse({ dataDir: join(directory, "clickhouse-server") });
  product = await start();
}, 120_000);
afterAll(async () => {
  await product.stop();
  await timeline.close();
  await postgres.stop();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`${product.url}/api/v1${path}`, { headers: { authorization: `Bearer ${apiKey}` } });
  if (!answer.ok) throw new Error(`GET ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function send(messages: readonly object[]): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}`;
  const answer = await fetch(`${product.url}/v1/batch`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ batch: messages }),
  });
  expect(answer.status).toBe(200);
}

/** Runs a command with the settings of the stores in use. */
async function command(...args: string[]): Promise<string> {
  const said: string[] = [];
  const env = { DATABASE_URL: databaseUrl, CLICKHOUSE_URL: timeline.url, THROUGHLINE_DATA_DIR: dataDir };
  const code = await runCli(args, { out: (line) => said.push(line), err: (line) => said.push(line), progress: null, env });
  expect(code, said.join("\n")).toBe(0);
  return said.join("\n");
}

const personOf = (identifier: string) =>
  get<{ id: string; name: string | null; interactions: number }>(`/people/lookup?identifier=${encodeURIComponent(identifier)}`);
const namesOf = async (id: string) =>
  (await get<{ items: { name: string; kind: string }[] }>(`/people/${id}/timeline`)).items.map((item) => item.name);
const soon = { timeout: 60_000, interval: 100 };

describe("on an external Postgres and an external ClickHouse", { timeout: 120_000 }, () => {
  test("an event that a source sends is on the timeline of its person", async () => {
    await send([
      { type: "page", anonymousId: "device-1", name: "Pricing", messageId: "e-1" },
      { type: "identify", anonymousId: "device-1", userId: "ada", traits: { name: "Ada Lovelace" }, messageId: "e-2" },
      { type: "track", userId: "ada", event: "Report Shared", properties: { pages: 3, note: "it's 100 %\t{x:Int32}" }, messageId: "e-3" },
    ]);
    const person = await vi.waitFor(async () => {
      const found = await personOf("userId:ada");
      expect(found.interactions).toBe(3);
      return found;
    }, soon);
    expect(person.name).toBe("Ada Lovelace");
    await vi.waitFor(
      async () => expect((await namesOf(person.id)).toSorted()).toEqual(["Identified", "Pricing", "Report Shared"].toSorted()),
      soon,
    );
    expect((await personOf("anonymousId:device-1")).id).toBe(person.id);
    expect(await get("/stats?name=Report%20Shared")).toEqual({ interactions: 1, people: 1 });
  });

  test("a person is deleted from both, by a background job", async () => {
    await send([{ type: "track", userId: "gone", event: "Secret", messageId: "e-4" }]);
    const person = await vi.waitFor(() => personOf("userId:gone"), soon);
    const answer = await fetch(`${product.url}/api/v1/people/${person.id}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${apiKey}` },
    });
    const { deletionId } = (await answer.json()) as { deletionId: string };
    await vi.waitFor(async () => expect((await get<{ status: string }>(`/deletions/${deletionId}`)).status).toBe("done"), soon);
    expect(await get("/stats?name=Secret")).toEqual({ interactions: 0, people: 0 });
  });

  test("nothing of the stores lies in the data directory", async () => {
    expect((await readdir(dataDir)).toSorted()).toEqual(["backup-door.json", "secret", "throughline.lock"]);
  });

  test("a second start finds what the first one kept", async () => {
    await product.stop();
    product = await start();
    const person = await personOf("userId:ada");
    expect(await namesOf(person.id)).toHaveLength(3);
    await send([{ type: "track", userId: "ada", event: "Came Back", messageId: "e-5" }]);
    await vi.waitFor(async () => expect(await namesOf(person.id)).toHaveLength(4), soon);
  });

  test("so far nothing failed on the way", () => {
    expect(logged.filter((line) => Number((JSON.parse(line) as { level: number }).level) >= 50)).toEqual([]);
  });

  test("it is not ready while a store is away, and is again when it is back", async () => {
    const readiness = async () => {
      const answer = await fetch(`${product.url}/readyz`);
      const { checks } = (await answer.json()) as { checks: { name: string; ok: boolean }[] };
      return { status: answer.status, failing: checks.filter((check) => !check.ok).map((check) => check.name) };
    };
    expect(await readiness()).toEqual({ status: 200, failing: [] });
    const port = Number(new URL(timeline.url).port);
    const password = new URL(timeline.url).password;
    await timeline.close();
    expect(await readiness()).toEqual({ status: 503, failing: ["clickhouse"] });
    expect((await fetch(`${product.url}/healthz`)).status).toBe(200);
    timeline = await startLoopbackClickHouse({ dataDir: join(directory, "clickhouse-server"), port, password });
    expect(await readiness()).toEqual({ status: 200, failing: [] });
  });

  test("its backup makes other external stores the same", async () => {
    const person = await personOf("userId:ada");
    const names = await namesOf(person.id);
    const file = join(directory, "backup.tar");
    expect(await command("backup", file)).toContain(`${names.length} interactions`);
    await product.stop();
    await timeline.close();
    databaseUrl = await createOwnedDatabase("another");
    dataDir = join(directory, "another");
    timeline = await startLoopbackClickHouse({ dataDir: join(directory, "another-clickhouse-server") });
    expect(await command("restore", file)).toContain("All arrived.");
    product = await start();
    expect(await personOf("userId:ada")).toEqual(person);
    expect(await namesOf(person.id)).toEqual(names);
    await send([{ type: "track", userId: "ada", event: "Moved", messageId: "e-6" }]);
    await vi.waitFor(async () => expect(await namesOf(person.id)).toEqual(["Moved", ...names]), soon);
  });
});
