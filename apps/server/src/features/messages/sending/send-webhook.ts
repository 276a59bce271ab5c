import { createHmac } from "node:crypto";
import type { RenderedMessage } from "@throughline/contract";
import type { Outbound } from "../../../platform/http/outbound.ts";
import { giveByHttp, outcomeOfStatus } from "./give-by-http.ts";
import { providerTimeoutMs, type Outcome } from "./outcome.ts";

/** Headers that we write ourselves, or that belong to the connection. */
const ours = new Set(["host", "content-length", "connection", "transfer-encoding", "webhook-id", "webhook-timestamp", "webhook-signature"]);

/**
 * The headers of a signed call, as https://www.standardwebhooks.com says: HMAC-SHA256 over `id.timestamp.body` with the key that follows `whsec_` in base64. The id stays the same
 * when it is tried again, so that whoever is called can tell.
 */
export function signedHeaders(
  { id, secret, body, nowMs }: { id: string; secret: string | undefined; body: string; nowMs: number },
  headers: Record<string, string> = {},
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const given = Object.fromEntries(Object.entries(headers).filter(([name]) => !ours.has(name.toLowerCase())));
  const key = secret === undefined ? null : Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return {
    ...(body === "" ? {} : { "content-type": "application/json" }),
    ...given,
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    ...(key === null
      ? {}
      : { "webhook-signature": `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}` }),
  };
}

/** Sends a message of the webhook channel. */
export async function sendWebhook(
  outbound: Outbound,
  request: NonNullable<RenderedMessage["request"]>,
  signing: { id: string; secret: string | undefined; nowMs: number },
): Promise<Outcome> {
  const body = request.body ?? "";
  const given = await giveByHttp(outbound, request.url, {
    method: request.method === "PUT" ? "PUT" : "POST",
    headers: signedHeaders({ ...signing, body }, request.headers),
    body,
    timeoutMs: providerTimeoutMs,
    maxBytes: 4096,
  });
  return "outcome" in given ? given.outcome : outcomeOfStatus(given.answer);
}
