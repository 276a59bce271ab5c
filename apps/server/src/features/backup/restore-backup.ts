import { makeWorkerUtils } from "graphile-worker";
import type { Kysely } from "kysely";
import type pg from "pg";
import { migrateClickHouse, type ClickHouse } from "../../platform/clickhouse/index.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { migratePostgres } from "../../platform/postgres/migrate.ts";
import { createTimelineWriter } from "../timeline/index.ts";
import { BackupError, type Manifest } from "./archive-format.ts";
import { holdsData } from "./look-at-stores.ts";
import { readMigrationsOf } from "./migrations-of-backup.ts";
import { openParts, type ArchiveParts } from "./read-archive.ts";
import { stageFiles } from "./restore-files.ts";
import { restorePostgres } from "./restore-postgres.ts";
import { dropTimeline, rebuildOwners, rebuildState, restoreTimeline } from "./restore-timeline.ts";

/** Stores that nobody else works on, and that need not be migrated. */
export type RestoreTarget = {
  pool: pg.Pool;
  db: Kysely<Database>;
  clickhouse: ClickHouse;
  dataDir: string;
  /** Directories of the migrations of this version. */
  migrations: { postgres: string; clickhouse: string };
};
export type RestoreOptions = { file: string; manifest: Manifest; replace: boolean; onStep: (step: string) => void; signal: AbortSignal };

/**
 * Makes both stores and the files of the data directory what the (verified) archive holds, then brings them to this version. Postgres changes in one transaction, which is
 * committed after the timeline was loaded and counted: when anything fails, Postgres is as before, and a timeline that was empty is empty again.
 *
 * @throws BackupError when the stores hold data and `replace` is not set; and for everything that does not fit.
 * @returns the migrations that brought it from the backup's version to this one.
 */
export async function restoreBackup(target: RestoreTarget, options: RestoreOptions): Promise<string[]> {
  const { pool, db, clickhouse, dataDir } = target;
  const { file, manifest, replace, onStep } = options;
  const migrations = {
    postgres: await readMigrationsOf(manifest.postgres.migrations, target.migrations.postgres),
    clickhouse: await readMigrationsOf(manifest.timeline.migrations, target.migrations.clickhouse),
  };
  const replaces = await holdsData(target);
  if (replaces && !replace)
    throw new BackupError(
      "There is data already. Restore into an empty data directory (THROUGHLINE_DATA_DIR) or empty databases, or give --replace to lose what is there.",
    );
  await prepareJobs(pool);

  const archive = openParts(file, options.signal);
  try {
    await inTransaction(pool, async (client) => {
      onStep("Loading Postgres");
      await restorePostgres(client, manifest.postgres, migrations.postgres, archive);
      const files = await loadTimeline(archive);
      return { commit: files.place, rollback: files.remove };
    });
  } finally {
    await archive.close();
  }
  onStep("Bringing it to this version");
  const applied = [
    ...(await migratePostgres(pool, target.migrations.postgres)),
    ...(await migrateClickHouse(clickhouse, target.migrations.clickhouse)),
  ];
  const failures: unknown[] = [];
  await rebuildOwners(db, createTimelineWriter({ clickhouse, onError: (error) => failures.push(error) }));
  await rebuildState(db, clickhouse);
  if (failures.length > 0) throw failures[0];
  return applied;

  async function loadTimeline(parts: ArchiveParts) {
    onStep("Loading the timeline");
    try {
      await dropTimeline(clickhouse);
      await restoreTimeline(clickhouse, manifest.timeline, migrations.clickhouse, parts);
      return await stageFiles(dataDir, manifest.files, parts);
    } catch (error) {
      await dropTimeline(clickhouse);
      if (!replaces) throw error;
      throw new BackupError(
        `The timeline was being replaced and is empty now; Postgres is as before. Restore again. (${(error as Error).message})`,
        { cause: error },
      );
    }
  }
}

/** The job library makes its own tables; it does so on connections of its own. */
async function prepareJobs(pool: pg.Pool): Promise<void> {
  const utils = await makeWorkerUtils({ pgPool: pool });
  await utils.migrate();
  await utils.release();
}

async function inTransaction(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<{ commit: () => Promise<void>; rollback: () => Promise<void> }>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const files = await work(client);
    try {
      await client.query("COMMIT");
    } catch (error) {
      await files.rollback();
      throw error;
    }
    await files.commit();
    client.release();
  } catch (error) {
    client.release(true); // a connection that is closed takes its transaction back
    throw error;
  }
}
