import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ProductError } from "@throughline/contract";
import { answerOfError } from "./answer-of-error.ts";
import { readinessAnswer, type Readiness } from "./readiness.ts";

/** When to try again, in seconds: a start takes about as long. */
const retryAfterSeconds = 2;

/**
 * Answers on the port from the first moment of a start: `/healthz` and `/readyz` as ever, everything else with 503 and when to come back. `close` makes room for the
 * real server.
 */
export async function answerWhileStarting({ host, port, readiness }: { host: string; port: number; readiness: Pick<Readiness, "look"> }) {
  const server = createServer({ keepAliveTimeout: 1 }, (request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path] = (request.url ?? "").split("?", 1);
    if (path === "/healthz") return send(response, 200, {}, { status: "ok" });
    if (path === "/readyz") {
      const { body } = readinessAnswer(await readiness.look());
      // Whatever the steps say: nothing is served yet.
      return send(response, 503, { "retry-after": String(retryAfterSeconds) }, { ...body, status: "not_ready" });
    }
    const starting = new ProductError("unavailable", "Throughline is starting.", { retryAfterSeconds });
    const { status, headers, body } = answerOfError(starting, randomUUID());
    send(response, status, { ...headers, "access-control-allow-origin": "*" }, body);
  }

  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
  return {
    /** The one that the system chose, where 0 was asked for. */
    port: (server.address() as AddressInfo).port,
    async close(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: object): void {
  response
    .writeHead(status, { ...headers, "content-type": "application/json; charset=utf-8", "cache-control": "no-store", connection: "close" })
    .end(JSON.stringify(body));
}
