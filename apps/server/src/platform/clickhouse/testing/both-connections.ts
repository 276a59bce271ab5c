import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { describe } from "vitest";
import type { ClickHouse } from "../clickhouse.ts";
import { createClickHouse } from "../create-clickhouse.ts";
import { startLoopbackClickHouse } from "./loopback-clickhouse.ts";

/** A ClickHouse on a data directory that is removed with it. */
export type ThrowawayClickHouse = { clickhouse: ClickHouse; dataDir: string; stop(): Promise<void> };

const log = pino({ enabled: false });

/** Through the engine in process, or by the real client over HTTP to a loopback server on it. */
export async function startThrowawayClickHouse(
  connection: "embedded" | "http" = "embedded",
  poolSize?: number,
): Promise<ThrowawayClickHouse> {
  const dataDir = await mkdtemp(join(tmpdir(), "throughline-clickhouse-"));
  const server = connection === "http" ? await startLoopbackClickHouse({ dataDir }) : null;
  const clickhouse = await createClickHouse(server ? { url: server.url, log } : { dataDir, poolSize, log });
  return {
    clickhouse,
    dataDir,
    async stop() {
      await clickhouse.close();
      await server?.close();
      await rm(dataDir, { recursive: true });
    },
  };
}

/** The same suite through both connections, one after the other: the engine of a process has one data directory at a time. */
export function describeBothConnections(name: string, suite: (start: () => Promise<ThrowawayClickHouse>) => void): void {
  describe.for(["embedded", "http"] as const)(`${name} (%s)`, (connection) => suite(() => startThrowawayClickHouse(connection)));
}
