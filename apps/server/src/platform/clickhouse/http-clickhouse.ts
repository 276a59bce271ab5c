import { ClickHouseLogLevel, createClient, drainStream } from "@clickhouse/client";
import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import { Readable } from "node:stream";
import { dumpFormat, questionDefaults, valueSettings, type ClickHouse } from "./clickhouse.ts";
import { answerFormat, decodeRows, rowDecoder } from "./decode-rows.ts";
import { encodeRows } from "./encode-rows.ts";
import { parseLines } from "./large-integers.ts";
import { bindableParams, insertSettings, insertStatement, withSettings } from "./statement.ts";

/** A query that failed on the way must not look like a short answer: the server gives its status only at the end. */
const wholeAnswer = { wait_end_of_query: 1 } as const;
/** A reader who goes away ends the query. */
const endWithReader = { cancel_http_readonly_queries_on_client_close: 1 } as const;

/** What the server says that it read; it says so at the end, which is before the answer (see wholeAnswer). */
function rowsReadOf(headers: Record<string, string | string[] | undefined>): number {
  const summary = headers["x-clickhouse-summary"];
  return typeof summary === "string" ? Number((JSON.parse(summary) as { read_rows?: string }).read_rows ?? 0) : 0;
}

/** A ClickHouse server, by its URL (`https://user:password@host:8443/database`). `requestTimeoutMs` bounds commands, mutations included. */
export function createHttpClickHouse(options: {
  url: string;
  poolSize?: number | undefined;
  requestTimeoutMs?: number | undefined;
}): ClickHouse {
  const client = createClient({
    url: options.url,
    application: "throughline",
    max_open_connections: options.poolSize ?? 32,
    request_timeout: options.requestTimeoutMs ?? 30 * 60_000,
    compression: { request: true, response: true },
    use_multipart_params_auto: true,
    clickhouse_settings: valueSettings,
    log: { level: ClickHouseLogLevel.OFF }, // what goes wrong is thrown
  });
  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const orClosing = (signal: AbortSignal | undefined) => (signal ? AbortSignal.any([signal, closing.signal]) : closing.signal);

  async function send(query: string, body: Buffer): Promise<void> {
    const { stream } = await client.exec({ query, values: Readable.from([body], { objectMode: false }), clickhouse_settings: wholeAnswer });
    await drainStream(stream);
  }

  /** The client rejects an aborted request with an error of its own: the caller's reason says more. */
  const reasonOf = (signal: AbortSignal, error: unknown): unknown => (signal.aborted ? signal.reason : error);

  return {
    async query({ query, params, schema, settings, signal, onRead }) {
      const abort_signal = orClosing(signal);
      try {
        abort_signal.throwIfAborted();
        const answer = await client.query({
          query: withSettings(query, { ...questionDefaults, ...settings }),
          query_params: bindableParams(query, params),
          format: answerFormat,
          clickhouse_settings: { ...wholeAnswer, ...endWithReader },
          abort_signal,
        });
        const text = await answer.text();
        onRead?.(rowsReadOf(answer.response_headers));
        return decodeRows(text, schema);
      } catch (error) {
        throw reasonOf(abort_signal, error);
      }
    },

    async *stream({ query, params, schema, settings, signal }) {
      const abort_signal = orClosing(signal);
      abort_signal.throwIfAborted();
      const answer = await client.query({
        query: withSettings(query, settings ?? {}),
        query_params: bindableParams(query, params),
        format: answerFormat,
        clickhouse_settings: endWithReader,
        abort_signal,
      });
      const leave = () => answer.close(); // the client heeds the signal only until the answer begins
      abort_signal.addEventListener("abort", leave, { once: true });
      try {
        let names: string[] | null = null;
        let decode: ReturnType<typeof rowDecoder<NonNullable<typeof schema>["_output"]>> | null = null;
        for await (const lines of answer.stream()) {
          for (const line of parseLines(lines.map((row) => row.text).join("\n")) as unknown[][]) {
            if (!names) names = line as string[];
            else if (!decode) decode = rowDecoder(names, line as string[], schema);
            else yield decode(line);
          }
        }
        abort_signal.throwIfAborted();
      } catch (error) {
        throw reasonOf(abort_signal, error);
      } finally {
        abort_signal.removeEventListener("abort", leave);
        leave();
      }
    },

    async *dump({ query, params, settings, signal }) {
      const abort_signal = orClosing(signal);
      abort_signal.throwIfAborted();
      const answer = await client.query({
        query: withSettings(query, settings ?? {}),
        query_params: bindableParams(query, params),
        format: dumpFormat,
        clickhouse_settings: endWithReader,
        abort_signal,
      });
      const leave = () => answer.close();
      abort_signal.addEventListener("abort", leave, { once: true });
      try {
        for await (const rows of answer.stream()) yield Buffer.from(`${rows.map((row) => row.text).join("\n")}\n`);
        abort_signal.throwIfAborted();
      } catch (error) {
        throw reasonOf(abort_signal, error);
      } finally {
        abort_signal.removeEventListener("abort", leave);
        leave();
      }
    },

    async insert({ table, rows, columns, dedupeToken, settings }) {
      if (rows.length === 0) return;
      await send(
        insertStatement({ table, columns, settings: insertSettings(settings, dedupeToken) }),
        Buffer.from(encodeRows(rows, columns)),
      );
    },

    async load({ table, columns, lines, settings }) {
      await send(insertStatement({ table, columns, settings: insertSettings(settings, undefined), format: dumpFormat }), lines);
    },

    async command(sql, params) {
      await client.command({
        query: sql,
        query_params: bindableParams(sql, params),
        query_id: randomUUID(),
        clickhouse_settings: wholeAnswer,
      });
    },

    async ping() {
      const answer = await client.ping({ select: true });
      if (!answer.success) throw answer.error;
    },

    async close() {
      closing.abort(new Error("The timeline store is closing."));
      await client.close();
    },
  };
}
