import { Session } from "chdb";
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { progressFormat, splitProgress } from "../progress-format.ts";
import { openChdbSession } from "../chdb-session.ts";
import { killStatement } from "../interrupt.ts";
import { quote } from "../statement.ts";
import { readLoopbackRequest, type LoopbackRequest } from "./loopback-request.ts";

export type LoopbackClickHouse = { url: string; close(): Promise<void> };

/** Settings of the HTTP layer, which the engine in process does not know. */
const httpOnly = new Set([
  "wait_end_of_query",
  "enable_http_compression",
  "default_format",
  "cancel_http_readonly_queries_on_client_close",
  "send_progress_in_http_headers",
]);

/**
 * A ClickHouse server for tests: the HTTP interface on 127.0.0.1 over chDB on `dataDir`, enough of it for the real client. Query in URL, body or form; `param_*`; settings;
 * INSERT with a body; gzip both ways; streamed answers with an exception at their end; a reader who leaves ends the query. Its URL carries the credentials that it asks for.
 */
export async function startLoopbackClickHouse(options: { dataDir: string; port?: number; password?: string }): Promise<LoopbackClickHouse> {
  const password = options.password ?? randomUUID();
  const answering = new Set<Promise<void>>();
  const server = createServer({ maxHeaderSize: 2 ** 20 }, (request, response) => {
    const answered = answer(options.dataDir, password, request, response).catch((error: unknown) => refuse(response, error));
    answering.add(answered);
    void answered.finally(() => answering.delete(answered));
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  return {
    url: `http://default:${password}@127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.all(answering); // the engine lets go of its directory with the last session
    },
  };
}

async function answer(dataDir: string, password: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url?.startsWith("/ping")) return void response.end("Ok.\n");
  const asked = await readLoopbackRequest(request);
  if (asked.password !== password)
    throw new Error(`Code: 516. DB::Exception: ${asked.user}: Authentication failed: password is incorrect. (AUTHENTICATION_FAILED)`);
  const tag = randomUUID();
  const session = new Session(dataDir, { connectionArgs: ["--max_query_size=1000000000"] }); // parameters stand in its SET statements
  let done = false;
  let killed: Promise<void> | null = null;
  response.once("close", () => {
    killed = killStatement(
      () => openChdbSession(dataDir),
      tag,
      () => done,
    );
  });
  try {
    await session.queryAsync(`USE ${asked.database}`);
    await session.queryAsync(`SET log_comment = ${quote(tag)}`);
    for (const [name, value] of [...asked.settings, ...asked.params])
      if (!httpOnly.has(name)) await session.queryAsync(`SET ${name} = ${quote(value)}`);
    await respond(session, asked, response);
  } finally {
    done = true;
    session.close();
    await killed;
  }
}

async function respond(session: Session, asked: LoopbackRequest, response: ServerResponse): Promise<void> {
  const [, select, format = asked.settings.get("default_format") ?? "TabSeparated"] =
    /^((?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:SELECT|WITH)\b[\s\S]*?)\s+FORMAT\s+(\w+)\s*$/i.exec(asked.sql) ?? [];
  const streamed = select !== undefined && asked.settings.get("wait_end_of_query") !== "1";
  const exceptionTag = randomUUID().slice(0, 16);
  const answer = streamed ? null : await session.queryAsync(asked.sql, { format });
  const rowsRead =
    select !== undefined && !streamed ? splitProgress((await session.queryAsync(select, { format: progressFormat })).text()).rowsRead : 0;
  const body =
    answer === null
      ? Readable.from(chunksOf(session, select as string, format, exceptionTag))
      : Readable.from([Buffer.from(answer.bytes())]);
  response.writeHead(200, {
    "content-type": "text/plain; charset=UTF-8",
    "x-clickhouse-format": format,
    "x-clickhouse-summary": `{"read_rows":"${rowsRead}","written_rows":"0"}`,
    "x-clickhouse-exception-tag": exceptionTag,
    ...(asked.acceptsGzip ? { "content-encoding": "gzip" } : {}),
  });
  await (asked.acceptsGzip ? pipeline(body, createGzip(), response) : pipeline(body, response)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error; // the reader left
  });
}

/** chDB heads each chunk with names and types; a server heads the answer once. A failure on the way is told at the end, as servers since 25.11 do. */
async function* chunksOf(session: Session, select: string, format: string, exceptionTag: string): AsyncGenerator<Buffer> {
  const headLines = format.endsWith("NamesAndTypes") ? 2 : format.endsWith("Names") ? 1 : 0;
  let isFirst = true;
  try {
    for await (const chunk of session.queryStream(select, { format })) {
      yield Buffer.from(isFirst ? chunk.text() : chunk.text().split("\n").slice(headLines).join("\n"));
      isFirst = false;
    }
  } catch (error) {
    const message = `${(error as Error).message}\n`;
    yield Buffer.from(
      `\r\n__exception__\r\n${exceptionTag}\r\n${message}${Buffer.byteLength(message)} ${exceptionTag}\r\n__exception__\r\n`,
    );
  }
}

function refuse(response: ServerResponse, error: unknown): void {
  const { message } = error as Error;
  const code = /Code: (\d+)/.exec(message)?.[1] ?? "1002";
  if (response.headersSent) return void response.destroy();
  response.writeHead(code === "516" ? 403 : code === "60" ? 404 : 500, {
    "x-clickhouse-exception-code": code,
    "content-type": "text/plain; charset=UTF-8",
  });
  response.end(message);
}
