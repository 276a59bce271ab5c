import type { Log } from "../telemetry/create-log.ts";
import type { ClickHouse } from "./clickhouse.ts";
import { createEmbeddedClickHouse } from "./embedded-clickhouse.ts";
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
  const clickhouse =
    url === undefined ? createEmbeddedClickHouse({ dataDir: dataDir as string, poolSize }) : createHttpClickHouse({ url, poolSize });
  try {
    await clickhouse.ping();
  } catch (error) {
    await clickhouse.close();
    throw error;
  }
  log.debug({ clickhouse: url === undefined ? "embedded" : new URL(url).host }, "timeline store is open");
  return clickhouse;
}
