import { parseError } from "@clickhouse/client";
import { Session } from "chdb";
import { totalmem } from "node:os";
import { dumpFormat, valueSettings, type StatementSettings } from "./clickhouse.ts";
import { answerFormat } from "./decode-rows.ts";
import { progressFormat, splitProgress } from "./progress-format.ts";

const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** One connection to the engine of this process. Not for two statements at a time. */
export type ChdbSession = {
  /** Runs a statement (SETs may stand before it) and gives the whole answer. */
  run(sql: string): Promise<string>;
  /** The same, and how many rows of tables were read for it. */
  ask(sql: string): Promise<{ text: string; rowsRead: number }>;
  /** Inserts JSON lines: arrays in the order of `columns`, or objects. */
  insert(insert: { table: string; columns?: readonly string[] | undefined; settings: StatementSettings; rows: string }): Promise<void>;
  /** Gives the answer in chunks of some megabytes, each with its headers. No SET before it. */
  stream(sql: string): AsyncGenerator<string, void, undefined>;
  /** Gives the answer as tab-separated text, in chunks of some megabytes and whole lines. No SET before it. */
  dump(sql: string): AsyncGenerator<Buffer, void, undefined>;
  load(lines: { table: string; columns: readonly string[]; settings: StatementSettings; lines: Buffer }): Promise<void>;
  close(): void;
};

/**
 * Opens a session on the data directory, which is created when missing; the first one of a process loads the tables (some 0.2 s).
 * Errors are `ClickHouseError`, as over HTTP.
 */
export function openChdbSession(dataDir: string): ChdbSession {
  const session = new Session(dataDir, { connectionArgs: Object.entries(sessionSettings()).map(([name, value]) => `--${name}=${value}`) });
  return {
    run: async (sql) => (await session.queryAsync(sql, { format: answerFormat }).catch(rethrow)).text(),
    ask: async (sql) => splitProgress((await session.queryAsync(sql, { format: progressFormat }).catch(rethrow)).text()),
    insert: async ({ table, columns, settings, rows }) => {
      const values = Buffer.from(rows);
      await session
        .insert({ table, values, settings, ...(columns ? { columns, format: "JSONCompactEachRow" } : { format: "JSONEachRow" }) })
        .catch(rethrow);
    },
    async *stream(sql) {
      try {
        for await (const chunk of session.queryStream(sql, { format: answerFormat })) yield chunk.text();
      } catch (error) {
        rethrow(error);
      }
    },
    async *dump(sql) {
      try {
        for await (const chunk of session.queryStream(sql, { format: dumpFormat })) yield Buffer.from(chunk.raw());
      } catch (error) {
        rethrow(error);
      }
    },
    load: async ({ table, columns, settings, lines }) => {
      await session.insert({ table, columns, settings, values: lines, format: dumpFormat }).catch(rethrow);
    },
    close: () => session.close(),
  };
}

function rethrow(error: unknown): never {
  const known = parseError(error instanceof Error ? error : new Error(String(error)));
  if (known !== error) known.cause = error;
  throw known;
}

/** What the engine may take of this machine's memory, in bytes. */
export const engineMemory = (): number => Math.max(gibibyte, Math.floor(totalmem() / 2));

/** How each session starts. Parameters are part of the query's text, so that may be long; caches and memory are bounded, for the engine shares this process. */
function sessionSettings(): Record<string, string | number> {
  return {
    ...valueSettings,
    max_query_size: gibibyte,
    max_server_memory_usage: engineMemory(),
    max_memory_usage: Math.floor(engineMemory() / 2),
    mark_cache_size: 256 * mebibyte,
    index_mark_cache_size: 64 * mebibyte,
    primary_index_cache_size: 256 * mebibyte,
  };
}
