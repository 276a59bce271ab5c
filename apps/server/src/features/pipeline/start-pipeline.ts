import { MessageChannel, Worker } from "node:worker_threads";
import { shareClickHouse, type SharedClickHouse } from "../../platform/clickhouse/index.ts";
import type { Processed } from "./process-batch.ts";

export type ProcessedCounts = Omit<Processed, "remember">;
export type FromPipeline = { isRunning: true } | { processed: ProcessedCounts } | { batchFailure: unknown } | { failure: unknown };
export type ToPipeline = "stop";

export type PipelineThread = {
  /** Finishes the batch under way and ends the thread. */
  stop(): Promise<void>;
};

/**
 * Runs the pipeline in a thread of its own, so that a batch never makes who collects or looks wait, nor they the batch. The timeline store stays in this
 * thread and is shared. Resolves when it runs; `onFatal` hears when the thread ends by itself.
 */
export async function startPipeline(deps: {
  databaseUrl: string;
  clickhouse: SharedClickHouse;
  onProcessed: (processed: ProcessedCounts) => void;
  onBatchFailed: (error: unknown) => void;
  onError: (error: unknown) => void;
  onFatal: (error: unknown) => void;
}): Promise<PipelineThread> {
  const { port1: near, port2: far } = new MessageChannel();
  shareClickHouse(deps.clickhouse, near);
  const worker = new Worker(new URL("./pipeline-thread.ts", import.meta.url), {
    name: "pipeline",
    workerData: { databaseUrl: deps.databaseUrl, store: far },
    transferList: [far],
    // A batch is some megabytes of short-lived objects: with room for them few are copied before they are gone.
    resourceLimits: { maxYoungGenerationSizeMb: 48 },
  });
  const ended = Promise.withResolvers<void>();
  const running = Promise.withResolvers<void>();
  let state: "starting" | "running" | "stopping" = "starting";
  const fail = (error: unknown) => {
    running.reject(error);
    if (state === "running") deps.onFatal(error);
  };
  worker.on("message", (message: FromPipeline) => {
    if ("processed" in message) deps.onProcessed(message.processed);
    else if ("batchFailure" in message) deps.onBatchFailed(message.batchFailure);
    else if ("failure" in message) deps.onError(message.failure);
    else running.resolve();
  });
  worker.on("error", fail);
  worker.on("exit", (code) => {
    near.close();
    ended.resolve();
    fail(new Error(`The pipeline's thread ended with code ${code}.`));
  });
  await running.promise;
  state = "running";

  return {
    async stop() {
      state = "stopping";
      worker.postMessage("stop" satisfies ToPipeline);
      await ended.promise;
    },
  };
}
