import { createHash, randomBytes } from "node:crypto";
import { chmod, readFile, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { acquireDataLock, dataLockHolder } from "../data-directory/data-lock.ts";
import { findClusterPlace } from "./cluster-place.ts";
import { stopLeftovers } from "./cluster-processes.ts";
import { embeddedName, initialiseCluster } from "./initialise-cluster.ts";
import { findPostgresBinaries } from "./postgres-binaries.ts";
import { postgresConfiguration } from "./postgres-settings.ts";
import { PostmasterRefused, runPostmaster, type PostgresLog, type Postmaster } from "./run-postmaster.ts";

export type EmbeddedPostgres = {
  /** Connection URL of the database, with its password. */
  url: string;
  /** Clean shutdown: everything written out, no process left, the data directory free for the next. */
  stop(): Promise<void>;
  /** Settles only when the server ends without `stop`; the product cannot go on then. */
  failed: Promise<Error>;
};

export type EmbeddedPostgresOptions = {
  dataDir: string;
  log: PostgresLog;
  /** Over those of postgres-settings.ts. */
  settings?: Record<string, string>;
};

/** Clusters that this process runs: the lock of the data directory only keeps other processes out. */
const running = new Set<string>();

/**
 * Starts the Postgres that the product brings with it, on a free port of 127.0.0.1, with its cluster in
 * `<dataDir>/postgres` (root: see cluster-place.ts) and its password in `<dataDir>/postgres.password`. Creates both when
 * missing. What a killed process left behind is stopped and recovered from.
 *
 * @throws DataDirectoryInUse when another live Throughline works on the directory; else an Error that says what to do.
 */
export async function startEmbeddedPostgres({ dataDir, log, settings = {} }: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const lock = await acquireDataLock(dataDir);
  const directory = await realpath(dataDir);
  if (running.has(directory)) {
    await lock.release();
    throw new Error(`The embedded Postgres of ${directory} already runs in this process.`);
  }
  running.add(directory);
  const leave = async () => {
    running.delete(directory);
    await lock.release();
  };
  try {
    const { postmaster, url } = await start(directory, log, settings);
    const stop = async () => {
      await postmaster.stop();
      await leave();
    };
    try {
      await ensureDatabase(url);
    } catch (error) {
      await postmaster.stop();
      throw error;
    }
    return { url, stop, failed: postmaster.failed };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** The URL of the embedded Postgres that a live Throughline runs on this data directory, or null when none does. */
export async function findRunningPostgres(dataDir: string): Promise<string | null> {
  if ((await dataLockHolder(dataDir)) === null) return null;
  const directory = await realpath(dataDir);
  const base = await readFile(join(directory, "postgres.location"), "utf8").then(
    (text) => text.trim(),
    () => directory,
  );
  // Line 4 is the port, line 8 the status: "Postmaster lock file", miscadmin.h of Postgres.
  const lines = await readFile(join(base, "postgres", "postmaster.pid"), "utf8").then(
    (text) => text.split("\n"),
    () => [],
  );
  if (lines[7]?.trim() !== "ready") return null;
  return connectionUrl(Number(lines[3]), await readFile(join(directory, "postgres.password"), "utf8"));
}

async function start(
  directory: string,
  log: PostgresLog,
  settings: Record<string, string>,
): Promise<{ postmaster: Postmaster; url: string }> {
  const password = await ensurePassword(join(directory, "postgres.password"));
  const place = await findClusterPlace(directory, await findPostgresBinaries(), (message) => log.info(message));
  const cluster = join(place.base, "postgres");
  const clusterName = `throughline-${createHash("sha256").update(cluster).digest("hex").slice(0, 12)}`;
  const configuration = join(place.base, "postgres.conf");

  await initialiseCluster(place, password);
  if (await stopLeftovers(cluster, clusterName)) log.info("Stopped a Postgres that an earlier run left behind.");
  await writeFile(configuration, postgresConfiguration(clusterName, settings));
  await chmod(configuration, 0o644); // whatever the umask: the other user reads it

  for (let attempt = 1; ; attempt++) {
    try {
      const postmaster = await runPostmaster(place, cluster, configuration, log);
      return { postmaster, url: connectionUrl(postmaster.port, password) };
    } catch (error) {
      if (!(error instanceof PostmasterRefused) || attempt === 20 || !passes(error.said)) throw error;
      log.debug(`${error.message} (trying again)`);
      await stopLeftovers(cluster, clusterName);
      await delay(100 * attempt);
    }
  }
}

/** Refusals that pass: somebody took the port meanwhile, or the last process of a killed server is not gone yet. */
function passes(said: string): boolean {
  return /Address already in use|could not create any TCP\/IP sockets|pre-existing shared memory block|lock file "postmaster\.pid" already exists/.test(
    said,
  );
}

async function ensurePassword(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const password = randomBytes(24).toString("hex");
    await writeFile(file, password, { mode: 0o600, flag: "wx" });
    return password;
  }
}

function connectionUrl(port: number, password: string): string {
  return `postgres://${embeddedName}:${password.trim()}@127.0.0.1:${port}/${embeddedName}`;
}

async function ensureDatabase(url: string): Promise<void> {
  const maintenance = new URL(url);
  maintenance.pathname = "/postgres";
  const client = new pg.Client({ connectionString: maintenance.href });
  try {
    await client.connect();
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [embeddedName]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${embeddedName}`);
  } finally {
    await client.end();
  }
}
