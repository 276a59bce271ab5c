import { BackupError } from "../features/backup/index.ts";
import { readSettings, SettingsError, type Settings } from "../platform/config/settings.ts";
import { ClickHouseMigrationError } from "../platform/clickhouse/index.ts";
import { DataDirectoryInUse } from "../platform/data-directory/data-lock.ts";
import { MigrationError } from "../platform/postgres/migrate.ts";
import { createLog } from "../platform/telemetry/create-log.ts";
import { CliError, type CliIo } from "./command.ts";

/** What commands that open the stores themselves share. */
export type StoreSettings = Pick<Settings, "dataDir" | "databaseUrl" | "clickhouseUrl" | "secret">;

/** A command's standard output is its answer, so what the stores log is not shown; what goes wrong is thrown. */
export const silentLog = createLog({ level: "silent" });

/** The settings that the server would have. */
export const settingsOf = (env: CliIo["env"]): StoreSettings => readSettings(env);

const known = [BackupError, SettingsError, DataDirectoryInUse, MigrationError, ClickHouseMigrationError];

/** Errors whose message says all become CliErrors; an interruption ends with the exit code that shells give it. */
export async function forPeople(run: () => Promise<number>): Promise<number> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Interrupted) return error.exitCode;
    if (known.some((kind) => error instanceof kind)) throw new CliError((error as Error).message, { cause: error });
    throw error;
  }
}

class Interrupted extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super("Interrupted.");
    this.exitCode = exitCode;
  }
}

/** Aborts when somebody asks this process to end, so that it can clean up first. `release` lets go of the signals. */
export function abortOnSignal(): { signal: AbortSignal; release(): void } {
  const stopping = new AbortController();
  const handlers = (
    [
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ] as const
  ).map(([name, exitCode]) => ({ name, end: () => stopping.abort(new Interrupted(exitCode)) }));
  for (const { name, end } of handlers) process.on(name, end);
  return {
    signal: stopping.signal,
    release() {
      for (const { name, end } of handlers) process.off(name, end);
    },
  };
}

export const sizeOf = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
