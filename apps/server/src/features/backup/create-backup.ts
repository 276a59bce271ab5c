import type pg from "pg";
import type { ClickHouse } from "../../platform/clickhouse/index.ts";
import { archiveFormat, BackupError, type Manifest } from "./archive-format.ts";
import { createArchiveWriter, type ArchiveWriter } from "./archive-writer.ts";
import { dumpFiles } from "./dump-files.ts";
import { dumpPostgres } from "./dump-postgres.ts";
import { dumpTimeline } from "./dump-timeline.ts";

/** What a backup is made of. */
export type BackupSources = { pool: pg.Pool; clickhouse: ClickHouse; dataDir: string; now: () => number };

/**
 * Both stores and the files beside them as one archive (see archive-format.ts), as they are at one moment, in memory that does not grow with them. The product may
 * work meanwhile. Leaving the loop, or the signal, ends all that runs for it.
 */
export async function* createBackup(sources: BackupSources, signal?: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const ending = new AbortController();
  const either = signal ? AbortSignal.any([signal, ending.signal]) : ending.signal;
  const archive = createArchiveWriter({ createdAt: new Date(sources.now()), signal: either });
  const writing = write(sources, archive, either).catch(archive.fail);
  try {
    yield* archive.output;
  } finally {
    ending.abort(new BackupError("Nobody reads the backup any more."));
    await writing;
  }
}

async function write(sources: BackupSources, archive: ArchiveWriter, signal: AbortSignal): Promise<void> {
  const createdAt = new Date(sources.now()).toISOString();
  await archive.head({ format: archiveFormat, createdAt });
  const { positions, ...postgres } = await withClient(sources.pool, (client) => dumpPostgres(client, archive));
  const timeline = await dumpTimeline(sources.clickhouse, archive, positions, signal);
  const files = await dumpFiles(sources.dataDir, archive);
  await archive.end({ format: archiveFormat, createdAt, postgres, timeline, files } satisfies Manifest);
}

/** After an error the connection may be in the middle of a COPY, so it is closed. */
async function withClient<Result>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
