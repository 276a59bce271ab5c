import { spawn, type SpawnOptions } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findClusterPlace } from "./cluster-place.ts";
import { findClusterProcesses } from "./cluster-processes.ts";
import { findRunningPostgres, startEmbeddedPostgres } from "./embedded-postgres.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { canRun, findServiceAccount, postgresEnvironment } from "./service-account.ts";

/** Of the orphan that a test starts by hand: any port will do, nobody connects to it. */
const orphanPort = 40_000 + (process.pid % 20_000);
const isRoot = process.getuid?.() === 0;
const fixture = fileURLToPath(new URL("./embedded-postgres.fixture.ts", import.meta.url));
const said: string[] = [];
const log = { info: (message: string) => void said.push(message), warn: () => {}, debug: () => {} };

let home: string;
let dataDir: string;
beforeEach(async () => {
  said.length = 0;
  home = await mkdtemp(join(tmpdir(), "throughline with spaces "));
  await chmod(home, 0o755);
  dataDir = join(home, ".data");
});
afterEach(async () => {
  const elsewhere = await readFile(join(dataDir, "postgres.location"), "utf8").catch(() => null);
  if (elsewhere) await rm(elsewhere.trim(), { recursive: true });
  await rm(home, { recursive: true });
});

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {}); // a server that is killed here also says so to the query under way
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

async function remember(url: string): Promise<void> {
  await query(url, "CREATE TABLE note (text text); INSERT INTO note VALUES ('kept')");
}

async function remembered(url: string): Promise<unknown> {
  return (await query<{ text: string }>(url, "SELECT text FROM note"))[0]?.text;
}

/** Starts the database in another process, which leads a process group of its own. */
async function startInProcess(options: SpawnOptions = {}) {
  const child = spawn(process.execPath, [fixture, dataDir], { stdio: ["ignore", "pipe", "ignore"], detached: true, ...options });
  const exited = once(child, "exit");
  const [line] = (await once(child.stdout!, "data")) as [Buffer];
  return { child, exited, ...(JSON.parse(line.toString()) as { url?: string; error?: string }) };
}

async function clusterDirectory(): Promise<string> {
  return join((await readFile(join(dataDir, "postgres.location"), "utf8").catch(() => dataDir)).trim(), "postgres");
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(await clusterDirectory(), "postmaster.pid"), "utf8")).split("\n")[0]);
}

async function clusterName(): Promise<string> {
  const configuration = await readFile(join(await clusterDirectory(), "..", "postgres.conf"), "utf8");
  return /cluster_name = '(.*)'/.exec(configuration)![1]!;
}

async function expectNoProcesses(): Promise<void> {
  expect(await findClusterProcesses(await clusterDirectory(), await clusterName())).toEqual({ postmasters: [], children: [] });
}

describe("the embedded Postgres", () => {
  test("keeps what it was given over a stop and a start, and leaves no process", async () => {
    const first = await startEmbeddedPostgres({ dataDir, log });
    await remember(first.url);
    await first.stop();
    await expectNoProcesses();
    const second = await startEmbeddedPostgres({ dataDir, log });
    expect(await remembered(second.url)).toBe("kept");
    await second.stop();
    await second.stop();
    await expectNoProcesses();
  });

  test("is durable, in UTF-8 and ordered by code point", async () => {
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    const [settings] = await query(
      postgres.url,
      "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit, current_setting('server_encoding') AS encoding, 'a' > 'B' AS by_code_point, lower('É') AS lower, current_database() AS database",
    );
    await postgres.stop();
    expect(settings).toEqual({ fsync: "on", commit: "on", encoding: "UTF8", by_code_point: true, lower: "é", database: "throughline" });
  });

  test("lets nobody in without its password, which only its owner can read", async () => {
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    const wrong = new URL(postgres.url);
    wrong.password = "guessed";
    await expect(query(wrong.href, "SELECT 1")).rejects.toThrow(/password authentication failed/);
    await postgres.stop();
    expect((await stat(join(dataDir, "postgres.password"))).mode & 0o777).toBe(0o600);
  });

  test("refuses a second start in the same process", async () => {
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    await expect(startEmbeddedPostgres({ dataDir, log })).rejects.toThrow(/already runs in this process/);
    expect(await query(postgres.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await postgres.stop();
  });

  test("refuses a second live process, which learns the URL of the first", async () => {
    const first = await startEmbeddedPostgres({ dataDir, log });
    const second = await startInProcess();
    expect(second.error).toContain(`Another Throughline (process ${process.pid}) already works on ${dataDir}`);
    await second.exited;
    expect(await findRunningPostgres(dataDir)).toBe(first.url);
    await first.stop();
    expect(await findRunningPostgres(dataDir)).toBeNull();
  }, 20_000);

  test("tells when the server ends by itself", async () => {
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    process.kill(await postmasterPid(), "SIGKILL");
    expect((await postgres.failed).message).toMatch(/Postgres ended unexpectedly/);
    await postgres.stop();
  });

  test("Ctrl-C reaches us and not the database under us, and leaves no process", async () => {
    const { child, exited, url } = await startInProcess();
    await remember(url!);
    process.kill(-child.pid!, "SIGINT");
    expect(await exited).toEqual([0, null]);
    await expectNoProcesses();
  });
});

describe("after kill -9", () => {
  test("a start finds the data again", async () => {
    const { child, exited, url } = await startInProcess();
    await remember(url!);
    child.kill("SIGKILL");
    await exited;
    const next = await startEmbeddedPostgres({ dataDir, log });
    expect(await remembered(next.url)).toBe("kept");
    await next.stop();
    await expectNoProcesses();
  });

  test("of the server too, with a statement still at work, a start finds the data again", async () => {
    const { child, exited, url } = await startInProcess();
    await remember(url!);
    const busy = query(url!, "SELECT count(*) FROM generate_series(1, 1e12)").catch((error: Error) => error);
    await expect
      .poll(
        () =>
          query<{ busy: number }>(
            url!,
            "SELECT count(*)::int AS busy FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%1e12%' AND pid <> pg_backend_pid()",
          ),
        { timeout: 10_000 },
      )
      .toEqual([{ busy: 1 }]);
    process.kill(await postmasterPid(), "SIGKILL");
    child.kill("SIGKILL");
    await exited;
    const next = await startEmbeddedPostgres({ dataDir, log });
    expect(await busy).toBeInstanceOf(Error);
    expect(await remembered(next.url)).toBe("kept");
    await next.stop();
    await expectNoProcesses();
  }, 20_000);

  test("an orphaned server is stopped and replaced", async () => {
    const first = await startEmbeddedPostgres({ dataDir, log });
    await remember(first.url);
    await first.stop();
    const cluster = await clusterDirectory();
    const { binaries, account } = await findClusterPlace(dataDir, await findPostgresBinaries(), () => {});
    const orphan = spawn(
      binaries.postgres,
      ["-D", cluster, "-p", String(orphanPort), "-c", `config_file=${join(cluster, "..", "postgres.conf")}`],
      {
        cwd: "/",
        env: postgresEnvironment,
        detached: true,
        stdio: ["ignore", "ignore", "pipe"],
        ...(account && { uid: account.uid, gid: account.gid }),
      },
    );
    const ended = once(orphan, "exit");
    await once(orphan.stderr, "data");
    const next = await startEmbeddedPostgres({ dataDir, log });
    expect(await ended).toEqual([0, null]);
    expect(await remembered(next.url)).toBe("kept");
    expect(said).toContain("Stopped a Postgres that an earlier run left behind.");
    await next.stop();
  }, 20_000);

  test("a pid file whose pid now means another process does not keep it from starting", async () => {
    await (await startEmbeddedPostgres({ dataDir, log })).stop();
    await writeFile(join(await clusterDirectory(), "postmaster.pid"), `${process.pid}\n${await clusterDirectory()}\n0\n1\n\n\n`);
    await (await startEmbeddedPostgres({ dataDir, log })).stop();
    await expectNoProcesses();
  });

  test("in the middle of creating the database, the next start begins again", async () => {
    await mkdir(join(dataDir, "postgres.initialising", "base"), { recursive: true });
    await writeFile(join(dataDir, "postgres.initialising.password"), "half");
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    expect(await query(postgres.url, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
    await postgres.stop();
  });
});

describe("who runs it", () => {
  test("root in a closed home keeps it where another user can reach it, says so, and finds it again", async ({ skip }) => {
    skip(!isRoot, "only root has to become another user");
    await chmod(home, 0o700);
    const first = await startEmbeddedPostgres({ dataDir, log });
    await remember(first.url);
    await first.stop();
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(await clusterDirectory().then((cluster) => join(cluster, "..")));
    const second = await startEmbeddedPostgres({ dataDir, log });
    expect(await remembered(second.url)).toBe("kept");
    await second.stop();
  });

  test("root in an open directory keeps it there", async ({ skip }) => {
    skip(!isRoot, "only root has to become another user");
    const postgres = await startEmbeddedPostgres({ dataDir, log });
    await postgres.stop();
    expect(await clusterDirectory()).toBe(join(dataDir, "postgres"));
    expect((await stat(join(dataDir, "postgres"))).uid).toBe((await findServiceAccount()).uid);
  });

  test("a database that root restored is given back to the user who runs it", async ({ skip }) => {
    skip(!isRoot, "only root can own and give away");
    const first = await startEmbeddedPostgres({ dataDir, log });
    await remember(first.url);
    await first.stop();
    await chown(join(dataDir, "postgres"), 0, 0);
    await chown(join(dataDir, "postgres", "PG_VERSION"), 0, 0);
    const second = await startEmbeddedPostgres({ dataDir, log });
    expect(await remembered(second.url)).toBe("kept");
    await second.stop();
  });

  test("an ordinary user runs it as itself", async ({ skip }) => {
    skip(!isRoot, "every other test here already runs as an ordinary user");
    const account = await findServiceAccount();
    skip(
      !(await canRun(account, process.execPath, [fixture.replace("embedded-postgres.fixture", "postgres-settings")])),
      "this clone is closed to other users",
    );
    await mkdir(dataDir, { mode: 0o700 });
    await chown(dataDir, account.uid, account.gid);
    const { child, exited, url } = await startInProcess({ uid: account.uid, gid: account.gid });
    await remember(url!);
    child.kill("SIGINT");
    expect(await exited).toEqual([0, null]);
    await expectNoProcesses();
  });
});
