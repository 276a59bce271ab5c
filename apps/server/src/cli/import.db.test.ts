import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProductError, type Permission } from "@throughline/contract";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createImportRunner, importRoutes, registerImportUploads, type ImportRunner } from "../features/imports/index.ts";
import { createHttpServer } from "../platform/http/create-http-server.ts";
import { registerApi } from "../platform/http/register-api.ts";
import { createLog } from "../platform/telemetry/create-log.ts";
import { createMetrics } from "../platform/telemetry/metrics.ts";
import { testKeyAccess } from "../testing/test-access.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { runCli } from "./run-cli.ts";

let database: TestDatabase;
let app: FastifyInstance;
let runner: ImportRunner;
let url: string;
let directory: string;
let appended = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  directory = await mkdtemp(join(tmpdir(), "throughline-cli-"));
  const workspaceId = await database.createWorkspace();
  const scopes: Record<string, Permission[]> = { "Bearer tl_full": ["data:read", "data:write"], "Bearer tl_read": ["data:read"] };
  const resolveAccess = async ({ headers }: { headers: { authorization?: string } }) => {
    const found = scopes[headers.authorization ?? ""];
    if (!found) throw new ProductError("unauthenticated", "This API key is not known here.");
    return testKeyAccess(workspaceId, found);
  };
  const common = { db: database.db, dataDir: directory, now: Date.now };
  const log = { append: async (entries: unknown[]) => void (appended += entries.length) };
  const onError = (error: unknown) => console.error(error);
  runner = createImportRunner({ ...common, log, onError });
  const deps = { ...common, wake: runner.wake, maxBytes: 1_000_000 };
  app = await createHttpServer({ log: createLog({ level: "silent" }), metrics: createMetrics(), trustProxy: false, https: false });
  await registerImportUploads(app, { ...deps, resolveAccess });
  await registerApi(app, { router: { imports: importRoutes(deps) }, resolveAccess, publicUrl: "http://localhost" });
  url = await app.listen({ port: 0, host: "127.0.0.1" });
  runner.start();
});
afterAll(async () => {
  await runner.stop();
  await app.close();
  await database.close();
  await rm(directory, { recursive: true });
});

async function importFile(text: string, ...options: string[]) {
  await writeFile(join(directory, "events.csv"), text);
  const [out, err]: [string[], string[]] = [[], []];
  const env = { THROUGHLINE_URL: url, THROUGHLINE_API_KEY: "tl_full", INIT_CWD: directory };
  const code = await runCli(["import", "events.csv", ...options], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    progress: null,
    env,
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}
const rows = "who,event,timestamp\nu1,A,2024-01-01\nu2,B,soon\n";
const onServer = () => readdir(join(directory, "imports"));

test("a dry run says what would fail, writes it beside the file, and leaves nothing on the server", async () => {
  const result = await importFile(rows, "--map", "who=userId", "--dry-run");
  expect(result).toMatchObject({
    code: 2,
    out: expect.stringContaining('2 rows: 1 can be imported, 1 would fail. Nothing was taken.\n  row 3: “timestamp” is "soon"'),
  });
  expect(await readFile(join(directory, "events.csv.failures.csv"), "utf8")).toContain("3,timestamp,");
  expect(appended).toBe(0);
  expect(await onServer()).toEqual([]);
});

test("an import shows its mapping and its progress, and what failed; again it adds nothing", async () => {
  const result = await importFile(rows, "--map", "who=userId");
  expect(result.code).toBe(2);
  expect(result.out).toContain("  who → userId\n  event → event");
  expect(result.out).toContain("1 rows imported, 0 were there already, 1 failed.");
  expect(result.err).toContain("Uploading 100 %");
  expect((await importFile(rows, "--map", "who=userId")).out).toContain("0 rows imported, 1 were there already, 1 failed.");
  expect(appended).toBe(1);
  expect(await importFile("userId,event,timestamp\nu9,A,2024-01-01\n")).toMatchObject({ code: 0 });
});

test("what is wrong is said with what is accepted, and leaves nothing on the server", async () => {
  const before = await onServer();
  expect(await importFile(rows, "--map", "when=timestamp")).toMatchObject({
    code: 1,
    err: expect.stringContaining("The column “when” is not in the file. Accepted: who, event, timestamp"),
  });
  expect((await importFile(rows)).err).toContain("No column becomes userId or anonymousId.");
  expect((await importFile("")).err).toContain("The file is empty.");
  expect((await importFile(rows, "--api-key", "tl_read")).err).toContain("data:write");
  expect((await importFile(rows, "--api-key", "tl_gone")).err).toContain("not known here");
  expect((await importFile(rows, "--url", "http://127.0.0.1:1")).err).toContain("cannot be reached");
  expect(await onServer()).toEqual(before);
});
