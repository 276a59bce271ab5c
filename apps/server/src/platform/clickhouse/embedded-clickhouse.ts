import { drainPending } from "chdb";
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { availableParallelism } from "node:os";
import { bindInSession } from "./bind-in-session.ts";
import { createSessionPool } from "./chdb-pool.ts";
import { engineMemory, openChdbSession, type ChdbSession } from "./chdb-session.ts";
import { questionDefaults, type ClickHouse, type StatementSettings } from "./clickhouse.ts";
import { decodeRows } from "./decode-rows.ts";
import { encodeRows } from "./encode-rows.ts";
import { runInterruptibly, streamInterruptibly } from "./interrupt.ts";
import { bindableParams, insertSettings, withSettings } from "./statement.ts";

/**
 * How many statements and streams may run at the same time. Each takes one of libuv's threads (UV_THREADPOOL_SIZE), which also read files, resolve names and stop queries: one is left
 * free, not counting the place of inserts, for they are short. Streams are paced by whoever reads them, so they have places of their own.
 */
function placesIn(threads: number, wanted: number): { statements: number; streams: number } {
  const statements = Math.max(2, Math.min(wanted, threads - 1));
  return { statements, streams: Math.max(1, Math.min(4, threads - statements)) };
}

/**
 * ClickHouse in this process, on `dataDir` (created when missing; one directory for each process). `poolSize` statements run at the same time (default: cores, at least 3), one place
 * being kept for inserts.
 */
export function createEmbeddedClickHouse(options: { dataDir: string; poolSize?: number | undefined }): ClickHouse {
  const open = () => openChdbSession(options.dataDir);
  const places = placesIn(Number(process.env["UV_THREADPOOL_SIZE"] ?? 4), options.poolSize ?? Math.max(3, availableParallelism()));
  // However much a question allows itself: all that may run at once leave a quarter of the engine's memory to inserts.
  const mostMemory = Math.floor((engineMemory() * 3) / 4 / (places.statements - 1));
  const withinMemory = (settings: StatementSettings): StatementSettings => ({
    ...settings,
    max_memory_usage: Math.min(Number(settings["max_memory_usage"] ?? mostMemory), mostMemory),
  });
  const statements = createSessionPool({ open, size: places.statements, reserved: 1 });
  const streams = createSessionPool({ open, size: places.streams, reserved: 0 });
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const orClosing = (signal: AbortSignal | undefined) => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);

  async function runToEnd<Result>(kind: "insert" | "other", work: (session: ChdbSession) => Promise<Result>): Promise<Result> {
    const lease = await statements.acquire(kind);
    const working = work(lease.session);
    working.then(lease.release, lease.discard);
    return working;
  }

  return {
    async query(question) {
      const tag = randomUUID();
      const sql =
        bindInSession(bindableParams(question.query, question.params)) +
        withSettings(question.query, { ...withinMemory({ ...questionDefaults, ...question.settings }), log_comment: tag });
      const signal = orClosing(question.signal);
      const lease = await statements.acquire("other", signal);
      const answer = await runInterruptibly({ open, lease, tag, signal }, async (session) =>
        question.onRead ? session.ask(sql) : { text: await session.run(sql), rowsRead: 0 },
      );
      question.onRead?.(answer.rowsRead);
      return decodeRows(answer.text, question.schema);
    },

    async *stream(question) {
      const tag = randomUUID();
      const params = bindInSession(bindableParams(question.query, question.params));
      const sql = withSettings(question.query, { ...question.settings, log_comment: tag });
      const signal = orClosing(question.signal);
      const lease = await streams.acquire("other", signal);
      const chunks = streamInterruptibly({ open, lease, tag, signal }, async function* (session) {
        if (params) await session.run(params);
        yield* session.stream(sql);
      });
      for await (const chunk of chunks) yield* decodeRows(chunk, question.schema);
    },

    async *dump(question) {
      const tag = randomUUID();
      const params = bindInSession(bindableParams(question.query, question.params));
      const sql = withSettings(question.query, { ...question.settings, log_comment: tag });
      const signal = orClosing(question.signal);
      const lease = await streams.acquire("other", signal);
      yield* streamInterruptibly({ open, lease, tag, signal }, async function* (session) {
        if (params) await session.run(params);
        yield* session.dump(sql);
      });
    },

    async load({ table, columns, lines, settings }) {
      await runToEnd("insert", (session) => session.load({ table, columns, lines, settings: insertSettings(settings, undefined) }));
    },

    async insert({ table, rows, columns, dedupeToken, settings }) {
      if (rows.length === 0) return;
      const lines = encodeRows(rows, columns);
      await runToEnd("insert", (session) =>
        session.insert({ table, columns, settings: insertSettings(settings, dedupeToken), rows: lines }),
      );
    },

    async command(sql, params) {
      const bound = bindInSession(bindableParams(sql, params));
      await runToEnd("other", (session) => session.run(bound + sql));
    },

    async ping() {
      await runToEnd("insert", (session) => session.run("SELECT 1"));
    },

    async close() {
      closing.abort(new Error("The timeline store is closing."));
      await Promise.all([statements.close(), streams.close()]);
      await drainPending();
    },
  };
}
