import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClickHouse, migrateClickHouse, type ClickHouse } from "./platform/clickhouse/index.ts";
import type { Settings } from "./platform/config/settings.ts";
import { acquireDataLock } from "./platform/data-directory/data-lock.ts";
import { connectPostgres } from "./platform/postgres/connect-postgres.ts";
import type { Database } from "./platform/postgres/database.ts";
import { startEmbeddedPostgres } from "./platform/postgres/embedded-postgres.ts";
import { migratePostgres } from "./platform/postgres/migrate.ts";
import type { Log } from "./platform/telemetry/create-log.ts";

/** Directory of the migrations of a store. */
export const migrationsOf = (store: "postgres" | "clickhouse") => fileURLToPath(new URL(`../../../db/${store}`, import.meta.url));

type OpenOptions = { settings: Pick<Settings, "dataDir" | "databaseUrl" | "clickhouseUrl">; log: Log; onFatal: (error: unknown) => void };

type StartOptions = OpenOptions & {
  /** Hears when a store is there (with how to see whether it still is), and when both are migrated. */
  onReached: (step: "postgres" | "clickhouse" | "migrations", check?: () => Promise<unknown>) => void;
};

/** Both stores, migrated: embedded under the data directory, or external where a URL is set. `stop` ends them in reverse order. */
export async function startStores(options: StartOptions) {
  const stores = await openStores(options);
  options.onReached("postgres", () => stores.pool.query("SELECT 1"));
  options.onReached("clickhouse", () => stores.clickhouse.query({ query: "SELECT 1" }));
  try {
    await allDone([
      migratePostgres(stores.pool, migrationsOf("postgres")),
      migrateClickHouse(stores.clickhouse, migrationsOf("clickhouse")),
    ]);
    options.onReached("migrations");
    return stores;
  } catch (error) {
    await stores.stop();
    throw error;
  }
}
export type Stores = Awaited<ReturnType<typeof startStores>>;

/** The same as they are found, not migrated: for what keeps or replaces them as a whole. */
export async function openStores({ settings, log, onFatal }: OpenOptions) {
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const lock = await acquireDataLock(settings.dataDir);
    undo.push(() => lock.release());
    const [postgres, clickhouse] = await allDone([openPostgres(), openClickHouse()]);
    return { ...postgres, clickhouse, stop };
  } catch (error) {
    await stop();
    throw error;
  }

  async function openPostgres() {
    const databaseUrl = settings.databaseUrl ?? (await startPostgres());
    const postgres = connectPostgres<Database>({
      url: databaseUrl,
      maxConnections: 24,
      onIdleError: (error) => log.warn({ err: error }, "an idle Postgres connection broke"),
    });
    undo.push(() => postgres.close());
    return { ...postgres, databaseUrl };
  }

  async function startPostgres(): Promise<string> {
    const embedded = await startEmbeddedPostgres({ dataDir: settings.dataDir, log });
    undo.push(() => embedded.stop());
    void embedded.failed.then(onFatal);
    return embedded.url;
  }

  async function openClickHouse(): Promise<ClickHouse> {
    const clickhouse = await createClickHouse({
      ...(settings.clickhouseUrl ? { url: settings.clickhouseUrl } : { dataDir: join(settings.dataDir, "clickhouse") }),
      log,
    });
    undo.push(() => clickhouse.close());
    return clickhouse;
  }
}

/** Work that goes on side by side: all of it is waited for, also when some fails, so that nothing goes on unseen. Rejects as the first of it. */
async function allDone<Work extends readonly Promise<unknown>[]>(
  work: readonly [...Work],
): Promise<{ [Index in keyof Work]: Awaited<Work[Index]> }> {
  await Promise.allSettled(work);
  return Promise.all(work) as Promise<{ [Index in keyof Work]: Awaited<Work[Index]> }>;
}
