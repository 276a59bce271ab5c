import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pino from "pino";
import { createClickHouse, migrateClickHouse, type ClickHouse } from "../../../platform/clickhouse/index.ts";

export type MigratedClickHouse = { clickhouse: ClickHouse; close(): Promise<void> };

/** An own embedded timeline store, for one test file. */
export async function migratedClickHouse(): Promise<MigratedClickHouse> {
  const directory = await mkdtemp(join(tmpdir(), "throughline-insights-"));
  const clickhouse = await createClickHouse({ dataDir: directory, log: pino({ level: "silent" }) });
  await migrateClickHouse(clickhouse, fileURLToPath(new URL("../../../../../../db/clickhouse", import.meta.url)));
  return {
    clickhouse,
    async close() {
      await clickhouse.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
