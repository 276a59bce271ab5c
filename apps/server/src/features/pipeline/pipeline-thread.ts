import { constants, setPriority } from "node:os";
import { parentPort, type MessagePort } from "node:worker_threads";
import { connectToShared } from "../../platform/clickhouse/index.ts";
import { connectPostgres } from "../../platform/postgres/connect-postgres.ts";
import type { Database } from "../../platform/postgres/database.ts";
import { createNews } from "../../platform/realtime/listen.ts";
import { createFlowSegmentListener, createFlowTimer } from "../flows/index.ts";
import { createDuePeople } from "../live-segments/index.ts";
import { createTimelineWriter } from "../timeline/index.ts";
import { createBatchProcessor } from "./process-batch.ts";
import { runPipeline } from "./run-pipeline.ts";
import type { FromPipeline, PipelineStores, ToPipeline } from "./start-pipeline.ts";

/** The thread that {@link openPipeline} starts: the log in, the timeline out, from when it is given the stores until it is told to stop. */
// What cannot be accepted is lost, what waits in the log is only late: on a busy machine accepting goes first. Elsewhere than on Linux this would slow the whole process down.
if (process.platform === "linux") setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const owner = parentPort as MessagePort;
const tell = (message: FromPipeline) => owner.postMessage(message);
const onError = (error: unknown) => tell({ failure: toCopy(error) });
const { promise: given, resolve: take } = Promise.withResolvers<PipelineStores>();
owner.on("message", (message: ToPipeline) => {
  if (message === "stop") void stop();
  else take(message);
});
const { databaseUrl, store } = await given;

const { db, close } = connectPostgres<Database>({ url: databaseUrl, maxConnections: 6, prepares: true, onIdleError: onError });
const timeline = createTimelineWriter({ clickhouse: connectToShared(store), onError });
const news = createNews({ url: databaseUrl, onError });
await news.start();
// Takes a second where many have had several owners, and nobody waits for it: batches and it keep out of each other's way by a lock. If it fails, so does the thread.
const reconciling = timeline.reconcileOverrides(db);
const pipeline = runPipeline({
  db,
  processBatch: createBatchProcessor({ timeline }),
  onProcessed: ({ remember: _, ...processed }) => tell({ processed }),
  onBatchFailed: (error) => tell({ batchFailure: toCopy(error) }),
  onError,
});
news.on("throughline_log", pipeline.wake);
const due = createDuePeople({ db, now: Date.now, onError, onSegmentChanges: createFlowSegmentListener() });
due.start();
const flows = createFlowTimer({ db, now: Date.now, countStretches: timeline.countStretches, onError });
flows.start();

tell({ isRunning: true });

async function stop(): Promise<void> {
  try {
    await news.close();
    await reconciling;
    await due.stop();
    await flows.stop();
    await pipeline.stop();
    await timeline.flush();
    await close();
  } catch (error) {
    onError(error);
  }
  store.close();
  owner.close();
}

/** Errors of drivers hold what cannot be copied between threads. */
function toCopy(error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  return Object.assign(new Error(error.message), { name: error.name, stack: error.stack });
}
