// Not through its index, which would load all of processing before anything else.
import { openPipeline } from "./features/pipeline/start-pipeline.ts";
import type { Settings } from "./platform/config/settings.ts";
import { acquireDataLock } from "./platform/data-directory/data-lock.ts";
import { answerWhileStarting } from "./platform/http/answer-while-starting.ts";
import { createReadiness } from "./platform/http/readiness.ts";
import type { Log } from "./platform/telemetry/create-log.ts";
import { startStores } from "./start-stores.ts";

export type Throughline = { url: string; welcome: string[]; stop(): Promise<void> };

/**
 * Starts everything: settings → stores → roles. What takes long goes on side by side: the stores start while this thread loads the features and the pipeline's thread its own.
 * The signal ends a start that is under way; what had started is stopped.
 */
export async function startThroughline({
  settings,
  log,
  onFatal,
  signal,
}: {
  settings: Settings;
  log: Log;
  onFatal: (error: unknown) => void;
  signal?: AbortSignal;
}): Promise<Throughline> {
  const undo: (() => Promise<void> | void)[] = [];
  let isStopping = false;
  /** Every step is taken, also after one that failed: what is left running would outlive us. */
  const stop = async () => {
    isStopping = true;
    const failures: unknown[] = [];
    for (const step of undo.splice(0).reverse()) await (async () => step())().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };

  try {
    signal?.throwIfAborted();
    // Before the port: who starts twice is to learn that, not that a port is taken.
    const lock = await acquireDataLock(settings.dataDir);
    undo.push(() => lock.release());
    const readiness = createReadiness(["postgres", "clickhouse", "migrations", ...settings.roles, "running"]);
    const starting = await answerWhileStarting({ host: settings.host, port: settings.port, readiness });
    undo.push(starting.close);
    const opening = settings.roles.includes("pipeline") ? openPipeline() : null;
    undo.push(() => opening?.giveUp());
    const storesStart = startStores({ settings, log, onFatal, onReached: readiness.reached });
    const loading = import("./run-roles.ts");
    loading.catch(() => {}); // awaited below
    const stores = await storesStart;
    undo.push(() => stores.stop());
    signal?.throwIfAborted();
    const { runRoles } = await loading;
    const { url, welcome } = await runRoles({
      settings,
      log,
      stores,
      readiness,
      starting,
      opening,
      onFatal,
      signal,
      undo,
      isStopping: () => isStopping,
    });
    return { url, welcome, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
