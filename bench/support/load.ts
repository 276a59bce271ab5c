import { Agent, request } from "node:http";

/** One request over a kept-alive connection; resolves with the status and the answer's text. */
export function createSender(url: string, connections: number, writeKey: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const authorization = `Basic ${Buffer.from(`${writeKey}:`).toString("base64")}`;
  return {
    post(path: string, body: string): Promise<number> {
      return new Promise((resolve, reject) => {
        const sent = request(
          {
            hostname,
            port,
            path,
            method: "POST",
            agent,
            headers: { authorization, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
          },
          (answer) => {
            answer.resume();
            answer.once("end", () => resolve(answer.statusCode ?? 0));
          },
        );
        sent.once("error", reject);
        sent.end(body);
      });
    },
    close: () => agent.destroy(),
  };
}

/** A batch of track calls of random people, as an SDK in a browser would send it (about 500 bytes an event). */
export function createBatchMaker(prefix: string, people: number) {
  let count = 0;
  const one = () => {
    const number = count++;
    const person = Math.floor(Math.random() * people);
    return `{"type":"track","event":"${names[number % names.length]}","userId":"${prefix}-u${person}","anonymousId":"${prefix}-d${person}","messageId":"${prefix}-${number}","timestamp":"${new Date().toISOString()}","properties":{"plan":"growth","amount":${number % 500},"source":"editor","shared":true},"context":{"page":{"url":"https://app.example/reports/${number % 40}","path":"/reports/${number % 40}","title":"Report"},"locale":"en-GB","timezone":"Europe/Berlin","userAgent":"${userAgent}","library":{"name":"@throughline/web","version":"0.1.0"},"sessionId":"s${person}"}}`;
  };
  return {
    batch(size: number): string {
      const events = Array.from({ length: size }, one);
      return `{"batch":[${events.join(",")}],"sentAt":"${new Date().toISOString()}"}`;
    },
    made: () => count,
  };
}
const names = [
  "Report Created",
  "Report Shared",
  "Data Source Connected",
  "Filter Changed",
  "Export Started",
  "Invite Sent",
  "Dashboard Opened",
];
const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36";

/** Keeps `lanes` repetitions of `work` going for a while; resolves with how many were done and the seconds they took. */
export async function keepBusy(lanes: number, forMs: number, work: () => Promise<void>): Promise<{ done: number; seconds: number }> {
  const startedMs = performance.now();
  let done = 0;
  const lane = async () => {
    while (performance.now() - startedMs < forMs) {
      await work();
      done++;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return { done, seconds: (performance.now() - startedMs) / 1000 };
}

/** The value at a share of sorted figures, e.g. 0.95. */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
