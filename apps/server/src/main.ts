import { createLog } from "./platform/telemetry/create-log.ts";
import { readSettings, SettingsError, type Settings } from "./platform/config/settings.ts";
import { watchParent } from "./platform/process/parent-watch.ts";
import { startThroughline, type Throughline } from "./start-throughline.ts";

/** Longer than any batch or answer takes; after it the process ends anyway. */
const shutdownLimitMs = 25_000;

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

const settings = settingsOrExit();
const log = createLog({ level: settings.logLevel });
let starting: Promise<Throughline> | null = null;
const ending = new AbortController();
let stopping = false;

async function stop(reason: string, exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ reason }, "stopping");
  setTimeout(() => process.exit(exitCode || 1), shutdownLimitMs).unref();
  try {
    ending.abort(new Error(reason));
    // Asked to end while it starts: that stops what has started.
    const running = await starting?.catch(() => null);
    await running?.stop();
  } catch (error) {
    log.error({ err: error }, "stopping failed");
    process.exit(1);
  }
  process.exit(exitCode);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(signal, 0));
watchParent(() => void stop("the launcher is gone", 0));
process.on("unhandledRejection", (error) => {
  log.fatal({ err: error }, "unhandled rejection");
  void stop("unhandled rejection", 1);
});

try {
  starting = startThroughline({
    settings,
    log,
    signal: ending.signal,
    onFatal: (error) => {
      log.fatal({ err: error }, "cannot go on");
      void stop("a store failed", 1);
    },
  });
  const { welcome } = await starting;
  if (!stopping) for (const line of welcome) console.log(line);
} catch (error) {
  if (!stopping) {
    if (settings.logLevel === "debug" || settings.logLevel === "trace") console.error(error);
    console.error(`Throughline could not start: ${(error as Error).message}`);
    process.exit(1);
  }
}
