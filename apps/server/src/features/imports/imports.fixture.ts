import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { ProductError, type Import } from "@throughline/contract";
import type { ImportKind } from "@throughline/domain";
import type { Access } from "../../platform/auth/access.ts";
import type { LogEntry } from "../collect/index.ts";
import { createTestDatabase } from "../../testing/test-database.ts";
import { createImportRunner, type RunnerDeps } from "./import-runner.ts";
import { uploadImport } from "./upload-import.ts";

/** A log that keeps message ids as the pipeline does: the first of each counts. `beforeAppend` may throw, as a log does. */
export function createCountingLog() {
  const chunks: number[] = [];
  const entries = new Map<string, LogEntry>();
  const log = {
    chunks,
    entries,
    appended: 0,
    beforeAppend: (_size: number): void => {},
    async append(list: { key: string; entry: LogEntry }[]): Promise<void> {
      log.beforeAppend(list.length);
      chunks.push(list.length);
      log.appended += list.length;
      for (const { entry } of list) {
        const id = "m" in entry ? entry.m.messageId : "a" in entry ? entry.a.messageId : "";
        const key = `${entry.w} ${id}`;
        if (!entries.has(key)) entries.set(key, entry);
      }
    },
  };
  return log;
}

export const tooFarBehind = () => new ProductError("unavailable", "Too far behind.", { retryAfterSeconds: 0 });

export async function createImportStage() {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "throughline-imports-"));
  const clock = { now: Date.UTC(2026, 2, 10) };
  const deps = { db: database.db, dataDir, now: () => clock.now, wake: () => {}, maxBytes: 64 * 1024 * 1024 };
  return {
    database,
    dataDir,
    deps,
    clock,
    upload: (access: Access, text: string | Buffer, options: { fileName?: string; kind?: ImportKind } = {}): Promise<Import> =>
      uploadImport(deps, access, {
        fileName: options.fileName ?? "file",
        kind: options.kind,
        declaredBytes: null,
        body: Readable.from([Buffer.from(text)]),
      }),
    runner: (log: RunnerDeps["log"], leaseMs = 30_000) =>
      createImportRunner({ ...deps, log, leaseMs, onError: (error) => Promise.reject(error) }),
    async close() {
      await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
export type ImportStage = Awaited<ReturnType<typeof createImportStage>>;

/** Serves until nothing is left to read. */
export async function serveAll(runner: { serveOne(): Promise<boolean> }): Promise<void> {
  while (await runner.serveOne());
}
