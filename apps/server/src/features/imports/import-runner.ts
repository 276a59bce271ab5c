import { randomUUID } from "node:crypto";
import type { Log } from "../../platform/log/log.ts";
import type { LogEntry } from "../collect/index.ts";
import { importFiles } from "./import-files.ts";
import type { Db } from "./imports.store.ts";
import { readImport } from "./read-import.ts";
import { claimImport, failReading, forgetOldFailures, knownImports, releaseImport, type Reader } from "./reading.store.ts";

export type RunnerDeps = {
  db: Db;
  log: Pick<Log<LogEntry>, "append">;
  dataDir: string;
  now: () => number;
  onError: (error: unknown) => void;
  leaseMs?: number;
};

const sliceMs = 5_000;
const idlePollMs = 2_000;
const pauseAfterFailureMs = 1_000;
const sweepEveryMs = 60 * 60 * 1000;
const maxFailuresInARow = 5;
const keepFailuresDays = 30;

/**
 * Reads the imports that were started, one slice of each in turn. What is to be read is a matter of the stored status (start, pause and dry run set it), so a
 * runner that begins after a crash goes on where the last one was.
 */
export function createImportRunner(deps: RunnerDeps) {
  const reader: Reader = { id: randomUUID(), leaseMs: deps.leaseMs ?? 10_000 };
  const files = importFiles(deps.dataDir);
  const failuresInARow = new Map<string, number>();
  let stopping = false;
  let hasNews = false;
  let endWaiting: () => void = () => {};
  let running: Promise<void> = Promise.resolve();
  let sweptAt = -Infinity;

  /** Ends after a while, with the next news, or at once when stopping. */
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopping) return resolve();
      const timer = setTimeout(resolve, ms);
      endWaiting = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  /** Reads a slice of the import that waited longest; false when there is none. */
  async function serveOne(): Promise<boolean> {
    const row = await claimImport(deps.db, reader);
    if (!row) return false;
    try {
      await readImport({ ...deps, wait, isStopping: () => stopping }, row, reader, sliceMs);
      failuresInARow.delete(row.id);
    } catch (error) {
      const failures = (failuresInARow.get(row.id) ?? 0) + 1;
      failuresInARow.set(row.id, failures);
      const isGone = (error as NodeJS.ErrnoException).code === "ENOENT";
      if (isGone || failures >= maxFailuresInARow) {
        failuresInARow.delete(row.id);
        await failReading(
          deps.db,
          row,
          reader,
          isGone
            ? "The uploaded file is gone; upload it again."
            : "Reading failed again and again; the server's log says why. Start it again to go on.",
        );
      }
      if (!isGone) throw error;
    } finally {
      await releaseImport(deps.db, row, reader);
    }
    return true;
  }

  async function sweep(): Promise<void> {
    if (deps.now() - sweptAt < sweepEveryMs) return;
    sweptAt = deps.now();
    for (const id of await forgetOldFailures(deps.db, keepFailuresDays)) await files.removeAll(id);
    await files.sweep((ids) => knownImports(deps.db, ids), deps.now());
  }

  async function loop(): Promise<void> {
    while (!stopping) {
      try {
        hasNews = false;
        await sweep();
        if (!(await serveOne()) && !hasNews) await wait(idlePollMs);
      } catch (error) {
        deps.onError(error);
        await wait(pauseAfterFailureMs);
      }
    }
  }

  return {
    start(): void {
      running = loop();
    },
    /** There is something new to read. */
    wake(): void {
      hasNews = true;
      endWaiting();
    },
    /** Ends between two chunks, with everything on record. */
    async stop(): Promise<void> {
      stopping = true;
      endWaiting();
      await running;
    },
    serveOne,
  };
}
export type ImportRunner = ReturnType<typeof createImportRunner>;
