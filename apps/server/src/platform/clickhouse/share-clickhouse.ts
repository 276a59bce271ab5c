import type { MessagePort } from "node:worker_threads";
import { ClickHouseError } from "@clickhouse/client";
import type { ClickHouse, Question, RowsToInsert } from "./clickhouse.ts";
import { encodeRows } from "./encode-rows.ts";

/** What another thread may ask of the store. The engine lives in one thread: its data directory belongs to the process. */
export type SharedClickHouse = Pick<ClickHouse, "query" | "insert" | "command">;

type Request =
  | { id: number; do: "query"; question: Omit<Question<never>, "schema" | "signal"> }
  | { id: number; do: "insert"; insert: RowsToInsert }
  | { id: number; do: "command"; sql: string; params: Record<string, unknown> | undefined };
type Failure = { name: string; message: string; code?: string; type?: string; stack?: string };
type Reply = { id: number; rows?: Record<string, unknown>[]; failure?: Failure };

/** Answers what comes from the other end of the port ({@link connectToShared}). */
export function shareClickHouse(clickhouse: SharedClickHouse, port: MessagePort): void {
  async function answer(request: Request): Promise<Reply> {
    try {
      if (request.do === "query") return { id: request.id, rows: await clickhouse.query(request.question) };
      await (request.do === "insert" ? clickhouse.insert(request.insert) : clickhouse.command(request.sql, request.params));
      return { id: request.id };
    } catch (error) {
      return { id: request.id, failure: toFailure(error) };
    }
  }
  port.on("message", (request: Request) => void answer(request).then((reply) => port.postMessage(reply)));
}

/** The store that another thread shares over this port. Rows are encoded and checked on this side. Errors are those of the store. */
export function connectToShared(port: MessagePort): SharedClickHouse {
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: unknown) => void }>();
  let last = 0;
  port.on("message", (reply: Reply) => {
    const caller = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.failure === undefined) caller?.resolve(reply);
    else caller?.reject(toError(reply.failure));
  });
  port.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("The timeline store is closing."));
    waiting.clear();
  });
  const ask = (request: (id: number) => Request): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      port.postMessage(request(id));
    });

  return {
    async query({ schema, signal, ...question }) {
      signal?.throwIfAborted();
      const { rows = [] } = await ask((id) => ({ id, do: "query", question }));
      return (schema ? rows.map((row) => schema.parse(row)) : rows) as never;
    },
    async insert({ rows, ...insert }) {
      if (rows.length === 0) return;
      await ask((id) => ({ id, do: "insert", insert: { ...insert, rows: encodeRows(rows, insert.columns) } }));
    },
    async command(sql, params) {
      await ask((id) => ({ id, do: "command", sql, params }));
    },
  };
}

/** Errors lose their class and their code when a port copies them. */
function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  return { name, message, stack, ...(error instanceof ClickHouseError ? { code: error.code, type: error.type } : {}) };
}

function toError({ name, message, code, type, stack }: Failure): Error {
  const error = code === undefined ? new Error(message) : new ClickHouseError({ message, code, ...(type === undefined ? {} : { type }) });
  return Object.assign(error, { name, stack });
}
