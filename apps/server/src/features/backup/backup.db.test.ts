import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkMessage } from "@throughline/domain";
import { makeWorkerUtils } from "graphile-worker";
import pg from "pg";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { LogEntry } from "../collect/index.ts";
import { createBatchProcessor, runPipeline } from "../pipeline/index.ts";
import { createTimelineWriter } from "../timeline/index.ts";
import { createClickHouse, migrateClickHouse, type ClickHouse } from "../../platform/clickhouse/index.ts";
import { createPostgresLog } from "../../platform/log/postgres-log.ts";
import { readLogLag } from "../../platform/log/log-lag.ts";
import { connectPostgres, type PostgresConnection } from "../../platform/postgres/connect-postgres.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { rowsOf, type Manifest } from "./archive-format.ts";
import { createBackup } from "./create-backup.ts";
import { restoreBackup } from "./restore-backup.ts";
import { saveBackup } from "./save-backup.ts";
import { keptTables, migratedTables, rebuiltTables } from "./timeline-tables.ts";
import { verifyArchive } from "./verify-archive.ts";

const migrations = {
  postgres: fileURLToPath(new URL("../../../../../db/postgres", import.meta.url)),
  clickhouse: fileURLToPath(new URL("../../../../../db/clickhouse", import.meta.url)),
};
const silent = pino({ level: "silent" });
const noSignal = new AbortController().signal;
const now = () => Date.parse("2026-03-10T12:00:00Z");
const source = randomUUID();

let directory: string;
let original: TestDatabase;
let file: string;
let manifest: Manifest;
let before: { postgres: Record<string, string>; timeline: string; owners: string };

const openTimeline = (name: string): Promise<ClickHouse> => createClickHouse({ dataDir: join(directory, name, "clickhouse"), log: silent });

/** Events of people who come as strangers, say who they are, share a device, and write every kind of text. */
function eventsOf(count: number): object[] {
  return Array.from({ length: count }, (_, n) => {
    const person = n % 300;
    const common = { messageId: `m-${n}`, timestamp: new Date(now() - n * 600_000).toISOString(), anonymousId: `device-${person % 250}` };
    if (n % 7 === 0)
      return {
        ...common,
        type: "identify",
        userId: `u${person}`,
        traits: { name: `Person ${person}`, email: `p${person}@example.com`, note: "tab\tline\n\\N é 𝄞" },
      };
    if (n % 11 === 0)
      return { ...common, type: "group", userId: `u${person}`, groupId: `g${person % 20}`, traits: { name: `Company ${person % 20}` } };
    return {
      ...common,
      type: "track",
      event: `Event ${n % 13}`,
      properties: { amount: n / 4, "a.b": n, list: [1, null, { deep: "x" }], text: "tab\tline\nback\\slash" },
    };
  });
}

function startPipeline(connection: PostgresConnection<Database>, clickhouse: ClickHouse) {
  let progress = Promise.withResolvers<void>();
  const timeline = createTimelineWriter({ clickhouse, onError: (error) => progress.reject(error) });
  const onProcessed = () => {
    progress.resolve();
    progress = Promise.withResolvers();
  };
  const pipeline = runPipeline({
    db: connection.db,
    processBatch: createBatchProcessor({ timeline }),
    onProcessed,
    onBatchFailed: (error) => progress.reject(error),
    onError: (error) => progress.reject(error),
  });
  return {
    /** Until nothing waits in the log. */
    async untilDone(): Promise<void> {
      for (;;) {
        const { promise } = progress;
        if ((await readLogLag(connection.pool)).events === 0) return;
        pipeline.wake();
        await promise;
      }
    },
    async stop(): Promise<void> {
      await pipeline.stop();
      await timeline.flush();
    },
  };
}

async function append(connection: PostgresConnection<Database>, workspaceId: string, events: readonly object[]): Promise<void> {
  const log = createPostgresLog<LogEntry>({ pool: connection.pool, isTooFarBehind: () => false });
  for (let at = 0; at < events.length; at += 500) {
    await log.append(
      events.slice(at, at + 500).map((raw) => {
        const checked = checkMessage(raw, { receivedAt: now(), newMessageId: randomUUID });
        if ("rejection" in checked) throw new Error(checked.rejection.message);
        const { message } = checked;
        return {
          key: `${workspaceId} ${message.userId ?? message.anonymousId}`,
          entry: { w: workspaceId, s: source, r: now(), m: message },
        };
      }),
    );
  }
  await log.close();
}

/** Every table as text, row by row in order. */
async function contentOf(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('pipeline_member', 'state_change') ORDER BY 1",
  );
  const content: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string }>(
      `SELECT coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '') AS text FROM ${name} t`,
    );
    content[name] = rows[0]?.text ?? "";
  }
  return content;
}

const textOf = async (clickhouse: ClickHouse, query: string): Promise<string> =>
  Buffer.concat(await Array.fromAsync(clickhouse.dump({ query }))).toString();
const timelineOf = (clickhouse: ClickHouse, table = "interaction") => textOf(clickhouse, `SELECT * FROM ${table} FINAL ORDER BY id`);
const ownersOf = (clickhouse: ClickHouse) =>
  textOf(
    clickhouse,
    "SELECT id, dictGetOrDefault('person_during', 'person_id', profile_id, toUnixTimestamp64Milli(at), dictGetOrDefault('person_of', 'person_id', profile_id, profile_id)) FROM interaction FINAL ORDER BY id",
  );

const save = (archive: AsyncIterable<Buffer>, to: string, signal = noSignal) =>
  saveBackup({ archive, file: to, onProgress: () => {}, signal });

/** An empty database on the server of the tests. */
async function createEmptyDatabase(): Promise<PostgresConnection<Database> & { drop(): Promise<void> }> {
  const name = `empty_${randomBytes(6).toString("hex")}`;
  const maintain = async (statement: string) => {
    const client = new pg.Client({
      connectionString: Object.assign(new URL(inject("postgresTemplateUrl")), { pathname: "/postgres" }).href,
    });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await maintain(`CREATE DATABASE ${name}`);
  const connection = connectPostgres<Database>({
    url: Object.assign(new URL(inject("postgresTemplateUrl")), { pathname: `/${name}` }).href,
    maxConnections: 8,
  });
  return { ...connection, drop: () => connection.close().then(() => maintain(`DROP DATABASE ${name} WITH (FORCE)`)) };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "throughline-backup-"));
  file = join(directory, "backup.tar");
  original = await createTestDatabase();
  const dataDir = join(directory, "original");
  await mkdir(join(dataDir, "imports"), { recursive: true });
  await writeFile(join(dataDir, "secret"), "the secret of the tests, long enough\n");
  await writeFile(join(dataDir, "imports", "0b5c"), randomBytes(5 * 2 ** 20));
  await writeFile(join(dataDir, "imports", "0b5c.part"), "half of an upload");
  const clickhouse = await openTimeline("original");
  await migrateClickHouse(clickhouse, migrations.clickhouse);
  const workspaceId = await original.createWorkspace();
  await original.pool.query("INSERT INTO source (id, workspace_id, name, kind, write_key) VALUES ($1, $2, 'Tests', 'http', 'wk_tests')", [
    source,
    workspaceId,
  ]);
  await original.pool.query("INSERT INTO audit_entry (workspace_id, actor, action) VALUES ($1, 'tests', 'began')", [workspaceId]);
  const worker = await makeWorkerUtils({ pgPool: original.pool });
  await worker.migrate();
  await worker.addJob(
    "finish_deletion",
    { deletionId: "d1" },
    { maxAttempts: 9, jobKey: "key", runAt: new Date("2100-01-01"), queueName: "q" },
  );
  await worker.release();

  const pipeline = startPipeline(original, clickhouse);
  const events = eventsOf(1_600);
  await append(original, workspaceId, events.slice(0, 1_200));
  await pipeline.untilDone();
  await pipeline.stop();
  await append(original, workspaceId, events.slice(1_200, 1_400));
  before = { postgres: await contentOf(original.pool), timeline: await timelineOf(clickhouse), owners: await ownersOf(clickhouse) };

  // The product works while its backup is made: what it does after the snapshot must not show in it.
  const archive = createBackup({ pool: original.pool, clickhouse, dataDir, now });
  const working: ReturnType<typeof startPipeline>[] = [];
  async function* meanwhile() {
    let seen = 0;
    for await (const chunk of archive) {
      seen += chunk.length;
      yield chunk;
      if (seen < 50_000 || working.length > 0) continue;
      const pipelineNow = startPipeline(original, clickhouse);
      working.push(pipelineNow);
      await append(original, workspaceId, events.slice(1_400));
      await pipelineNow.untilDone();
    }
  }
  manifest = await save(meanwhile(), file);
  expect(working).toHaveLength(1);
  for (const pipelineOf of working) await pipelineOf.stop();
  expect(await timelineOf(clickhouse)).not.toBe(before.timeline);
  await clickhouse.close();
}, 180_000);
afterAll(async () => {
  await original.close();
  await rm(directory, { recursive: true, force: true });
});

test("a backup is for its owner alone, and leaves nothing half done", async () => {
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(directory)).filter((name) => name.startsWith("backup"))).toEqual(["backup.tar"]);
});

test("a backup says how many rows it holds, of both stores", () => {
  expect(rowsOf(manifest).timeline).toBe(1_200);
  expect(manifest.postgres.tables.find(({ name }) => name === "profile")?.rows).toBeGreaterThan(300);
});

test("every table of the timeline store is kept, rebuilt or made by migrations", async () => {
  const clickhouse = await openTimeline("original");
  const rows = await clickhouse.query<{ name: string }>({
    query: "SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name",
  });
  await clickhouse.close();
  const listed = [...keptTables.flatMap(({ name, copies }) => [name, ...copies]), ...rebuiltTables, ...migratedTables].sort();
  expect(rows.map(({ name }) => name)).toEqual(listed);
});

describe("restored into empty stores", { timeout: 120_000 }, () => {
  let target: Awaited<ReturnType<typeof createEmptyDatabase>>;
  let clickhouse: ClickHouse;
  const dataDir = () => join(directory, "restored");
  const restore = (options: { file: string; manifest: Manifest; replace?: boolean }) =>
    restoreBackup(
      { ...target, clickhouse, dataDir: dataDir(), migrations },
      { replace: false, onStep: () => {}, signal: noSignal, ...options },
    );

  beforeAll(async () => {
    target = await createEmptyDatabase();
    clickhouse = await openTimeline("restored");
    await restore({ file, manifest });
  }, 180_000);
  afterAll(async () => {
    await clickhouse.close();
    await target.drop();
  });

  test("both stores hold what they held at the moment of the backup, table by table", async () => {
    const after = await contentOf(target.pool);
    expect(Object.keys(after)).toEqual(Object.keys(before.postgres));
    for (const [table, content] of Object.entries(before.postgres)) expect(after[table], table).toBe(content);
    expect(await timelineOf(clickhouse)).toBe(before.timeline);
    expect(await timelineOf(clickhouse, "interaction_by_person")).toBe(before.timeline);
  });

  test("what people and accounts are is in the timeline store again", async () => {
    const [{ people } = { people: 0 }] = await clickhouse.query<{ people: number }>({
      query: "SELECT toUInt32(count()) AS people FROM person_state FINAL",
    });
    const { rows } = await target.pool.query<{ people: number; waiting: number }>(
      "SELECT (SELECT count(*)::int FROM person) AS people, (SELECT count(*)::int FROM state_change) AS waiting",
    );
    expect(rows).toEqual([{ people, waiting: 0 }]);
  });

  test("sequences go on after every value that was given out", async () => {
    const { rows } = await target.pool.query<{ past: boolean }>(
      "SELECT nextval('person_override_version') > (SELECT max(version) FROM person_override) AND nextval('audit_entry_id_seq') > (SELECT max(id) FROM audit_entry) AS past",
    );
    expect(rows).toEqual([{ past: true }]);
  });

  test("each interaction is on the timeline of the same person", async () => {
    expect(before.owners.split("\n").filter((line) => line !== "")).toHaveLength(1_200);
    expect(await ownersOf(clickhouse)).toBe(before.owners);
  });

  test("the secret and files of imports come back, parts of uploads do not", async () => {
    for (const name of ["secret", "imports/0b5c"])
      expect((await readFile(join(dataDir(), name))).equals(await readFile(join(directory, "original", name))), name).toBe(true);
    expect((await stat(join(dataDir(), "secret"))).mode & 0o777).toBe(0o600);
    expect(await readdir(join(dataDir(), "imports"))).toEqual(["0b5c"]);
  });

  test("jobs that waited wait again", async () => {
    const { rows } = await target.pool.query("SELECT task_identifier, queue_name, max_attempts, key, run_at FROM graphile_worker.jobs");
    expect(rows).toEqual([
      { task_identifier: "finish_deletion", queue_name: "q", max_attempts: 9, key: "key", run_at: new Date("2100-01-01") },
    ]);
  });

  test("a damaged archive is refused with what is wrong, and nothing changes", async () => {
    const postgres = await contentOf(target.pool);
    const whole = await readFile(file);
    const damaged = join(directory, "damaged.tar");
    for (const entry of [
      "postgres/person/000001.tsv.zst",
      "timeline/interaction/000001.tsv.zst",
      "files/imports/0b5c/000002.zst",
      "manifest.json",
    ]) {
      const bytes = Buffer.from(whole);
      const at = bytes.indexOf(entry) + 512 + 50; // within the content, which follows a header of 512 bytes
      bytes[at] = (bytes[at] as number) ^ 0x01;
      await writeFile(damaged, bytes);
      await expect(verifyArchive(damaged)).rejects.toThrow(`is damaged: ${entry}`);
      bytes[at - 512] = 0xff;
      await writeFile(damaged, bytes);
      await expect(verifyArchive(damaged), entry).rejects.toThrow(/damaged|not a backup/);
    }
    for (const end of [0, 1_000, Math.floor(whole.length / 2), whole.length - 4_000]) {
      await writeFile(damaged, whole.subarray(0, end));
      await expect(verifyArchive(damaged), `cut at ${end}`).rejects.toThrow(/not complete|damaged|not a backup/);
    }
    expect(await contentOf(target.pool)).toEqual(postgres);
    await expect(verifyArchive(join(directory, "nowhere.tar"))).rejects.toThrow("does not exist");
  });

  test("stores that hold data are not touched without --replace", async () => {
    await expect(restore({ file, manifest })).rejects.toThrow("--replace");
    expect(await timelineOf(clickhouse)).toBe(before.timeline);
  });

  test("with --replace they become what the backup holds; when that fails, Postgres is as before", async () => {
    await target.pool.query("UPDATE workspace SET name = 'changed since'");
    const changed = await contentOf(target.pool);
    const counted = structuredClone(manifest);
    (counted.timeline.tables[0] as { rows: number }).rows += 1;
    await expect(restore({ file, manifest: counted, replace: true })).rejects.toThrow(
      "Of the 1201 rows of interaction in the backup, 1200 are in interaction.",
    );
    expect(await contentOf(target.pool)).toEqual(changed);
    await restore({ file, manifest, replace: true });
    expect(await contentOf(target.pool)).toEqual(before.postgres);
    expect(await timelineOf(clickhouse)).toBe(before.timeline);
  });

  test("a backup of a version that this one does not know is refused", async () => {
    const newer = structuredClone(manifest);
    newer.postgres.migrations.push({ number: 9999, name: "9999_from_the_future.sql", checksum: "0".repeat(64) });
    await expect(restore({ file, manifest: newer, replace: true })).rejects.toThrow("made by a newer version");
    const other = structuredClone(manifest);
    (other.timeline.migrations[0] as { checksum: string }).checksum = "0".repeat(64);
    await expect(restore({ file, manifest: other, replace: true })).rejects.toThrow("made by another version");
  });

  test("what had waited in the log is processed, once, after a restore", async () => {
    const pipeline = startPipeline(target, clickhouse);
    await pipeline.untilDone();
    await pipeline.stop();
    const [counted] = await clickhouse.query<{ rows: string; ids: string }>({
      query: "SELECT count() AS rows, uniqExact(id) AS ids FROM interaction",
    });
    expect(counted).toEqual({ rows: "1400", ids: "1400" });
  });
});

test("a backup that is interrupted leaves no file and no transaction", async () => {
  const clickhouse = await openTimeline("original");
  const stopping = new AbortController();
  const archive = createBackup({ pool: original.pool, clickhouse, dataDir: join(directory, "original"), now });
  const interrupted = (async function* () {
    for await (const chunk of archive) {
      yield chunk;
      stopping.abort(new Error("interrupted"));
    }
  })();
  await expect(save(interrupted, join(directory, "interrupted.tar"), stopping.signal)).rejects.toThrow("interrupted");
  expect((await readdir(directory)).filter((name) => name.startsWith("interrupted"))).toEqual([]);
  const busy =
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND backend_xmin IS NOT NULL AND pid <> pg_backend_pid()";
  await expect.poll(async () => (await original.pool.query<{ n: number }>(busy)).rows[0]?.n).toBe(0);
  await clickhouse.close();
});

test("a store that fails while its backup is made fails the backup", async () => {
  const clickhouse = await openTimeline("original");
  const broken = {
    ...clickhouse,
    dump: () => clickhouse.dump({ query: "SELECT throwIf(number = 0, 'the disk is gone') FROM numbers(1)" }),
  };
  const archive = createBackup({ pool: original.pool, clickhouse: broken, dataDir: join(directory, "original"), now });
  await expect(save(archive, join(directory, "failed.tar"))).rejects.toThrow("the disk is gone");
  expect((await readdir(directory)).filter((name) => name.startsWith("failed"))).toEqual([]);
  await clickhouse.close();
});

test("a file that is no tar is no backup", async () => {
  const path = join(directory, "letter.tar");
  const handle = await open(path, "w");
  await handle.write("Dear reader, ".repeat(500));
  await handle.close();
  await expect(verifyArchive(path)).rejects.toThrow("is not a backup");
});
