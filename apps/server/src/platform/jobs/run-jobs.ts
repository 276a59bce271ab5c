import { Logger, makeWorkerUtils, run, type Runner, type Task } from "graphile-worker";
import { sql, type Transaction } from "kysely";
import type pg from "pg";
import type { Database } from "../postgres/database.ts";
import type { Log } from "../telemetry/create-log.ts";

/** A job by its name, with what it is given. Jobs are repeated until they succeed, with growing pauses: they must be safe to repeat. */
export type JobHandlers = Record<string, (payload: unknown) => Promise<void>>;
export type EnqueueOptions = { key?: string; within?: Transaction<Database>; runAt?: Date };
export type Jobs = {
  /** With a `key`, the last one that waits under it replaces those before. With `within`, the job exists once that transaction commits. It is not done before `runAt`. */
  enqueue(name: string, payload: unknown, options?: EnqueueOptions): Promise<void>;
  /** Rejects when jobs are not done here (any more). */
  requireRunning(): Promise<void>;
  close(): Promise<void>;
};
const maxAttempts = 25;

/** Background jobs on Postgres (graphile-worker): durable and retried. Jobs are done here only if `handlers` are given. */
export async function startJobs(deps: { pool: pg.Pool; log: Log; handlers: JobHandlers | null; concurrency?: number }): Promise<Jobs> {
  const logger = new Logger(() => (level, message) => {
    if (level === "error" || level === "warning") deps.log.warn({ worker: level }, message);
    else deps.log.debug(message);
  });
  const utils = await makeWorkerUtils({ pgPool: deps.pool, logger });
  await utils.migrate();
  const taskList: Record<string, Task> = Object.fromEntries(
    Object.entries(deps.handlers ?? {}).map(([name, handler]) => [name, async (payload: unknown) => handler(payload)]),
  );
  const runner: Runner | null = deps.handlers
    ? await run({ pgPool: deps.pool, taskList, concurrency: deps.concurrency ?? 2, noHandleSignals: true, logger, crontab: "" })
    : null;
  let isRunning = runner !== null;
  const ended = () => void (isRunning = false);
  runner?.promise.then(ended, ended);
  return {
    async requireRunning() {
      if (!isRunning) throw new Error("no jobs are done here");
    },
    enqueue: async (name, payload, { key, within, runAt } = {}) => {
      if (!within)
        await utils.addJob(name, payload, { maxAttempts, ...(key === undefined ? {} : { jobKey: key }), ...(runAt ? { runAt } : {}) });
      else
        await sql`SELECT graphile_worker.add_job(${name}, ${JSON.stringify(payload ?? {})}::json, run_at => ${runAt ?? null}, max_attempts => ${maxAttempts}, job_key => ${key ?? null})`.execute(
          within,
        );
    },
    /** Ends after the jobs under way. */
    async close() {
      await runner?.stop();
      await utils.release();
    },
  };
}
