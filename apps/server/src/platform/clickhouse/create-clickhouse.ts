import type { Log } from "../telemetry/create-log.ts";
import type { ClickHouse } from "./clickhouse.ts";
import { createHttpClickHouse } from "./http-clickhouse.ts";

/**
 * Opens the timeline store: the server at `url`, or else ClickHouse in this process on `dataDir`.
 * Resolves when it answers; rejects with why it does not.
 */
export async function createClickHouse(options: {
  url?: string | undefined;
  dataDir?: string | undefined;
  poolSize?: number | undefined;
  log: Log;
}): Promise<ClickHouse> {
  const { url, dataDir, poolSize, log } = options;
  if (url === undefined && dataDir === undefined) throw new TypeError("ClickHouse needs a url or a data directory.");
  const clickhouse = url === undefined ? await openEmbedded(dataDir as string, poolSize) : createHttpClickHouse({ url, poolSize });
  try {
    await clickhouse.ping();
  } catch (error) {
    await clickhouse.close();
    throw error;
  }
  log.debug({ clickhouse: url === undefined ? "embedded" : new URL(url).host }, "timeline store is open");
  return clickhouse;
}

/** The engine is loaded only where it is opened: a thread that had loaded it would, when it ends, end the engine of all. */
async function openEmbedded(dataDir: string, poolSize: number | undefined): Promise<ClickHouse> {
  const { createEmbeddedClickHouse } = await import("./embedded-clickhouse.ts");
  return createEmbeddedClickHouse({ dataDir, poolSize });
}
