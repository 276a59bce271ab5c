import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import { shareClickHouse, type SharedClickHouse } from "../../platform/clickhouse/index.ts";
import type { Processed } from "./process-batch.ts";

export type ProcessedCounts = Omit<Processed, "remember">;
export type FromPipeline = { isRunning: true } | { processed: ProcessedCounts } | { batchFailure: unknown } | { failure: unknown };
/** What the thread works on. */
export type PipelineStores = { databaseUrl: string; store: MessagePort };
export type ToPipeline = PipelineStores | "stop";

export type PipelineDeps = {
  databaseUrl: string;
  clickhouse: SharedClickHouse;
  onProcessed: (processed: ProcessedCounts) => void;
  onBatchFailed: (error: unknown) => void;
  onError: (error: unknown) => void;
  onFatal: (error: unknown) => void;
};
export type PipelineThread = {
  /** Finishes the batch under way and ends the thread. */
  stop(): Promise<void>;
};
export type PipelineOpening = {
  /** Gives the thread the stores. Resolves when it runs; `onFatal` hears when it ends by itself. Once. */
  start(deps: PipelineDeps): Promise<PipelineThread>;
  /** Ends a thread that was never given stores. */
  giveUp(): Promise<void>;
};

/**
 * Runs the pipeline in a thread of its own, so that a batch never makes who collects or looks wait, nor they the batch. It loads what it needs from now on, while the stores start.
 * The timeline store stays in this thread and is shared.
 */
export function openPipeline(): PipelineOpening {
  const worker = new Worker(new URL("./pipeline-thread.ts", import.meta.url), {
    name: "pipeline",
    // A batch is some megabytes of short-lived objects: with room for them few are copied before they are gone.
    resourceLimits: { maxYoungGenerationSizeMb: 48 },
  });
  const ended = Promise.withResolvers<void>();
  const running = Promise.withResolvers<void>();
  running.promise.catch(() => {}); // whoever starts it hears of it
  let deps: PipelineDeps | null = null;
  let state: "opening" | "running" | "stopping" = "opening";
  const fail = (error: unknown) => {
    running.reject(error);
    if (state === "running") deps?.onFatal(error);
  };
  worker.on("message", (message: FromPipeline) => {
    if ("processed" in message) deps?.onProcessed(message.processed);
    else if ("batchFailure" in message) deps?.onBatchFailed(message.batchFailure);
    else if ("failure" in message) deps?.onError(message.failure);
    else running.resolve();
  });
  worker.on("error", fail);
  worker.on("exit", (code) => {
    ended.resolve();
    fail(new Error(`The pipeline's thread ended with code ${code}.`));
  });

  return {
    async start(given) {
      deps = given;
      const { port1: near, port2: far } = new MessageChannel();
      shareClickHouse(given.clickhouse, near);
      void ended.promise.then(() => near.close());
      worker.postMessage({ databaseUrl: given.databaseUrl, store: far } satisfies ToPipeline, [far]);
      await running.promise;
      state = "running";
      return {
        async stop() {
          state = "stopping";
          worker.postMessage("stop" satisfies ToPipeline);
          await ended.promise;
        },
      };
    },
    async giveUp() {
      if (deps === null) await worker.terminate();
    },
  };
}
