import { Logger, makeWorkerUtils, run, type Runner, type Task } from "graphile-worker";
import type pg from "pg";
import type { Log } from "../telemetry/create-log.ts";

/** A job by its name, with what it is given. Jobs are repeated until they succeed, with growing pauses: they must be safe to repeat. */
export type JobHandlers = Record<string, (payload: unknown) => Promise<void>>;
export type Jobs = { enqueue(name: string, payload: unknown): Promise<void>; close(): Promise<void> };

/** Background jobs on Postgres (graphile-worker): durable and retried. Jobs are done here only if `handlers` are given. */
export async function startJobs(deps: { pool: pg.Pool; log: Log; handlers: JobHandlers | null; concurrency?: number }): Promise<Jobs> {
  const logger = new Logger(() => (level, message) => {
    if (level === "error" || level === "warning") deps.log.warn({ worker: level }, message);
    else deps.log.debug(message);
  });
  const utils = await makeWorkerUtils({ pgPool: deps.pool, logger });
  await utils.migrate();
  const taskList: Record<string, Task> = Object.fromEntries(Object.entries(deps.handlers ?? {}).map(([name, handler]) => [name, async (payload: unknown) => handler(payload)]));
  const runner: Runner | null = deps.handlers ? await run({ pgPool: deps.pool, taskList, concurrency: deps.concurrency ?? 2, noHandleSignals: true, logger, crontab: "" }) : null;
  return {
    enqueue: async (name, payload) => {
      await utils.addJob(name, payload, { maxAttempts: 25 });
    },
    async close() {
      await runner?.stop();
      await utils.release();
    },
  };
}
