import { open } from "node:fs/promises";
import type { Log } from "../../platform/log/log.ts";
import type { LogEntry } from "../collect/index.ts";
import { openFailures, type FailuresFile } from "./failures-file.ts";
import { importFiles } from "./import-files.ts";
import { ensureImportSource } from "./import-source.ts";
import type { Db, DryRun, ImportRow } from "./imports.store.ts";
import { finishReading, saveProgress, type Progress, type Reader } from "./reading.store.ts";
import { readRows } from "./read-rows.ts";
import { createRowMemory } from "./row-memory.ts";
import { createRowChecker, takeRows } from "./take-rows.ts";

export type ReadDeps = {
  db: Db;
  log: Pick<Log<LogEntry>, "append">;
  dataDir: string;
  now: () => number;
  wait: (ms: number) => Promise<void>;
  isStopping: () => boolean;
};

const rowsPerChunk = 1_000;
const saveEveryMs = 1_000;
/** Ids that are not on record yet are held in memory, and are taken again after a crash: not too many of either. */
const maxUnsavedIds = 20_000;
const maxFirstErrors = 20;

/**
 * Reads on in a claimed import, for about `sliceMs`, so that every import gets its turn. What is on record is always what is durable in the log: after a crash,
 * the rows since then are taken again under the same message ids, and count once.
 */
export async function readImport(deps: ReadDeps, row: ImportRow, reader: Reader, sliceMs: number): Promise<void> {
  const files = importFiles(deps.dataDir);
  const file = await open(files.data(row.id));
  let failures: FailuresFile | null = null;
  try {
    failures = await openFailures(files.failures(row.id), Number(row.failuresBytes));
    const isDone = await readSlice({ ...deps, file, failures, files }, row, reader, deps.now() + sliceMs);
    if (isDone && row.status === "running") await files.removeData(row.id);
  } finally {
    await failures?.close();
    await file.close();
  }
}

type Open = ReadDeps & { file: Awaited<ReturnType<typeof open>>; failures: FailuresFile; files: ReturnType<typeof importFiles> };

/** True when the file was read to its end. */
async function readSlice(deps: Open, row: ImportRow, reader: Reader, untilMs: number): Promise<boolean> {
  const { db, now } = deps;
  const isDry = row.status === "checking";
  const progress = progressOf(row);
  const memory = createRowMemory(db, { workspaceId: row.workspaceId, importId: row.id });
  const source = await db.transaction().execute((tx) => ensureImportSource(tx, row.workspaceId));
  const checkRows = createRowChecker(row, deps.file, now);

  /** Puts everything so far on record; false if reading is to end. */
  const save = async (end: "open" | "done"): Promise<boolean> => {
    progress.failuresBytes = await deps.failures.save();
    const status = await db.transaction().execute(async (tx) => {
      const found = await saveProgress(tx, row, reader, progress);
      await memory.save(tx);
      if (end === "done" && found !== null) await finishReading(tx, row, new Date(now()));
      return found;
    });
    memory.saved();
    return end === "done" ? status !== null : status === row.status;
  };
  const mayWait = async (seconds: number): Promise<boolean> => {
    await deps.wait(Math.min(seconds, saveEveryMs / 1000) * 1000);
    return !deps.isStopping() && (await save("open"));
  };

  let savedAt = now();
  for await (const rows of readRows(
    deps.files.data(row.id),
    row.layout,
    { position: progress.position, row: progress.row },
    rowsPerChunk,
  )) {
    const { usable, failures } = await checkRows(rows);
    const taken = isDry ? usable.length : await takeRows({ log: deps.log, memory, source, now }, row.workspaceId, usable, mayWait);
    if (taken === null) return false;
    await deps.failures.add(failures);
    const last = rows.at(-1);
    if (last) Object.assign(progress, { position: last.end, row: last.row + 1 });
    progress.rowsRead += rows.length;
    progress.rowsTaken += taken;
    progress.rowsFailed += failures.length;
    if (progress.dryRun) progress.dryRun = addTo(progress.dryRun, rows.length, taken, failures);
    const isOver = now() >= untilMs || deps.isStopping();
    if (isOver || now() - savedAt >= saveEveryMs || memory.size() >= maxUnsavedIds) {
      if (!(await save("open")) || isOver) return false;
      savedAt = now();
    }
  }
  return save("done");
}

const progressOf = (row: ImportRow): Progress => ({
  position: Number(row.position),
  row: Number(row.rowNumber),
  rowsRead: Number(row.rowsRead),
  rowsTaken: Number(row.rowsTaken),
  rowsFailed: Number(row.rowsFailed),
  failuresBytes: Number(row.failuresBytes),
  dryRun: row.status === "checking" ? (row.dryRun ?? { rows: 0, taken: 0, failed: 0, firstErrors: [] }) : row.dryRun,
});

function addTo(
  before: DryRun,
  rows: number,
  taken: number,
  failures: readonly { row: number; field: string | null; reason: string }[],
): DryRun {
  const room = Math.max(0, maxFirstErrors - before.firstErrors.length);
  const errors = failures.slice(0, room).map(({ row, field, reason }) => ({ row, field, message: reason }));
  return {
    rows: before.rows + rows,
    taken: before.taken + taken,
    failed: before.failed + failures.length,
    firstErrors: [...before.firstErrors, ...errors],
  };
}
