import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { BackupError, createBackup, fetchBackup, isBegun, rowsOf, saveBackup } from "../features/backup/index.ts";
import { dataLockHolder } from "../platform/data-directory/data-lock.ts";
import { openStores } from "../start-stores.ts";
import { CliError, type CliIo, type Command } from "./command.ts";
import { abortOnSignal, forPeople, settingsOf, silentLog, sizeOf, type StoreSettings } from "./store-command.ts";

const usage = `npm run cli -- backup <file.tar | directory>

Writes Postgres, the timeline and the secret of the data directory to one file, as they are at one moment, reads it back and
checks it. Into a directory it writes throughline-<time>.tar. The product may run meanwhile; it is found by its data directory
(THROUGHLINE_DATA_DIR, DATABASE_URL and CLICKHOUSE_URL as the server has them). The file holds secrets and is readable by its
owner alone. Ctrl-C ends it and leaves no file.`;

export const backupCommand: Command = {
  name: "backup",
  summary: "Write both stores to one file, while the product runs or not.",
  usage,
  run: (args, io) => forPeople(() => runBackup(args, io)),
};

async function runBackup(args: readonly string[], io: CliIo): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
  const [target, ...more] = positionals;
  if (!target || more.length > 0) throw new CliError(usage);
  const settings = settingsOf(io.env);
  const file = await fileFor(resolve(io.env["INIT_CWD"] ?? ".", target));
  const { signal, release } = abortOnSignal();
  let shown = "";
  try {
    const manifest = await saveBackup({
      archive: archiveOf(settings, signal),
      file,
      signal,
      onProgress: ({ writing, bytes }) => {
        if (io.progress) io.progress(`${writing}  ${bytes > 0 ? sizeOf(bytes) : ""}`);
        else if (writing !== shown) io.err(writing);
        shown = writing;
      },
    });
    io.progress?.("");
    const rows = rowsOf(manifest);
    io.out(
      `${file}: ${rows.timeline} interactions, ${rows.postgres} rows of Postgres, ${sizeOf((await stat(file)).size)}, read back and checked.`,
    );
    return 0;
  } finally {
    release();
  }
}

async function fileFor(target: string): Promise<string> {
  const found = await stat(target).catch(() => null);
  if (found?.isDirectory()) return fileFor(join(target, `throughline-${new Date().toISOString().slice(0, 19).replaceAll(":", "-")}Z.tar`));
  if (found) throw new CliError(`${target} exists already. Name another file, or remove it.`);
  return target;
}

/** From the server that works on the data directory, or else from the stores themselves. */
async function* archiveOf(settings: StoreSettings, signal: AbortSignal): AsyncGenerator<Buffer> {
  if ((await dataLockHolder(settings.dataDir)) !== null) return yield* fetchBackup(settings.dataDir, signal);
  const nothing = new BackupError(
    `There is nothing to back up: no Throughline has worked on ${settings.databaseUrl ? "this database" : settings.dataDir} yet.`,
  );
  if (!settings.databaseUrl && !(await stat(settings.dataDir).catch(() => null))) throw nothing;
  const stores = await openStores({ settings, log: silentLog, onFatal: () => {} });
  try {
    if (!(await isBegun(stores.pool))) throw nothing;
    yield* createBackup({ ...stores, dataDir: settings.dataDir, now: Date.now }, signal);
  } finally {
    await stores.stop();
  }
}
