import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An event as the browser SDK sends it, as far as tests look into it. */
export interface SentEvent {
  type: string;
  event?: string;
  name?: string;
  messageId: string;
  timestamp: string;
  anonymousId: string;
  userId?: string;
  previousId?: string;
  groupId?: string;
  traits?: Record<string, unknown>;
  properties?: Record<string, unknown>;
  context: Record<string, unknown> & { page: Record<string, string>; sessionId: string };
}

export interface RecordedRequest {
  path: string;
  contentType: string;
  text: string;
  batch: SentEvent[];
  sentAt: string;
  writeKey: string;
  status: number;
}

/** What a collector says to one request. */
interface PlannedAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface RecordingCollector {
  origin: string;
  requests: RecordedRequest[];
  /** Answers to come, in turn; with none left every batch is taken. */
  answers: PlannedAnswer[];
  /** Every event of every request that was answered with success, repetitions included. */
  accepted(): SentEvent[];
  /** Resolves with the accepted events as soon as `enough` says so of them. */
  until(enough: (accepted: SentEvent[]) => boolean): Promise<SentEvent[]>;
  /** Resolves once there are so many requests. */
  untilRequests(count: number): Promise<RecordedRequest[]>;
  close(): Promise<void>;
}

const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "content-type",
  "access-control-expose-headers": "retry-after",
};

/** A page that is left cuts off what it was sending: that was no request. */
function unlessCutOff(error: NodeJS.ErrnoException): void {
  if (error.code !== "ECONNRESET") throw error;
}

/** A collector of the tests: takes `POST /v1/batch` from any origin, keeps what came, and answers as it is told. */
export async function startRecordingCollector(): Promise<RecordingCollector> {
  const requests: RecordedRequest[] = [];
  const answers: PlannedAnswer[] = [];
  const waiting = new Set<() => void>();

  const server = createServer((request, response) => void receive(request, response).catch(unlessCutOff));
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === "OPTIONS") return void response.writeHead(204, cors).end();
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    const answer = answers.shift() ?? { status: 200, body: { success: true } };
    const sent = JSON.parse(text) as Pick<RecordedRequest, "batch" | "sentAt" | "writeKey">;
    const contentType = request.headers["content-type"] ?? "";
    requests.push({ ...sent, path: request.url ?? "", contentType, text, status: answer.status });
    response.writeHead(answer.status, { ...cors, "content-type": "application/json", ...answer.headers });
    response.end(JSON.stringify(answer.body ?? {}));
    waiting.forEach((look) => look());
  }
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));

  const when = <Result>(look: () => Result | undefined): Promise<Result> =>
    new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === undefined) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  const accepted = (): SentEvent[] => requests.filter(({ status }) => status < 300).flatMap(({ batch }) => batch);

  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answers,
    accepted,
    until: (enough) => when(() => (enough(accepted()) ? accepted() : undefined)),
    untilRequests: (count) => when(() => (requests.length >= count ? requests : undefined)),
    close() {
      server.closeAllConnections();
      return new Promise((closed) => void server.close(() => closed()));
    },
  };
}
