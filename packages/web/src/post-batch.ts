import { readRetryAfter } from "./judge-answer.ts";
import type { Answer } from "./judge-answer.ts";

/** Browsers refuse more than 64 KB in flight that may outlive the page. */
const keepaliveBytes = 60_000;
const timeoutMs = 20_000;

/** The body of `POST /v1/batch`; `events` are JSON texts. */
export function batchBody(writeKey: string, events: readonly string[]): string {
  const rest = JSON.stringify({ sentAt: new Date().toISOString(), writeKey });
  return `{"batch":[${events.join(",")}],${rest.slice(1)}`;
}

/**
 * Posts a batch and waits for the answer; never rejects. The request outlives the page where its size allows. As
 * `text/plain` it needs no preflight request, which a page that is hidden may not live to see.
 */
export async function postBatch(url: string, body: string, plain: boolean): Promise<Answer> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": plain ? "text/plain" : "application/json" },
      body,
      keepalive: new Blob([body]).size < keepaliveBytes,
      credentials: "omit",
      signal: stop.signal,
    });
    const retryAfterMs = readRetryAfter(response.headers.get("retry-after"), Date.now());
    return { status: response.status, retryAfterMs, unusable: response.ok ? [] : readUnusable(await response.text()) };
  } catch {
    return { status: 0, unusable: [] }; // offline, blocked, or too slow: the queue tries again
  } finally {
    clearTimeout(timer);
  }
}

function readUnusable(text: string): number[] {
  try {
    const { rejected } = JSON.parse(text) as { rejected?: { index: number }[] };
    return (rejected ?? []).map(({ index }) => index);
  } catch {
    return []; // the page of a proxy, not an answer of the collector
  }
}
