import { createHmac } from "node:crypto";
import type { Delivery } from "./deliveries.store.ts";

const headlines: Record<string, string> = { firing: "fires", ok: "is fine again", failing: "cannot be evaluated" };

/** What an e-mail about a change of state says. */
export function writeMail(delivery: Delivery, publicUrl: string): { subject: string; text: string } {
  const { name, description, to, reason, at } = delivery;
  const lines = [
    reason,
    ...(description ? ["", description] : []),
    "",
    `Since ${at}.`,
    `${publicUrl}/insights/alerts?alert=${delivery.alertId}`,
    "",
  ];
  // Names are typed by people: nothing in them begins a new header.
  return { subject: `${name} ${headlines[to] ?? to}`.replace(/[\r\n]+/g, " "), text: lines.join("\n") };
}

/**
 * The body for a webhook and its headers, signed as https://www.standardwebhooks.com says: HMAC-SHA256 over `id.timestamp.body` with the key that follows `whsec_` in base64. The id
 * stays the same when it is tried again.
 */
export function writeWebhook(
  delivery: Delivery,
  { publicUrl, nowMs }: { publicUrl: string; nowMs: number },
): { body: string; headers: Record<string, string> } {
  const { id, secret, alertId, name, description, at, from, to, value, n, reference, reason } = delivery;
  const body = JSON.stringify({
    type: `alert.${to}`,
    timestamp: at,
    data: {
      alert: { id: alertId, name, description, url: `${publicUrl}/insights/alerts?alert=${alertId}` },
      event: delivery.eventId,
      from,
      to,
      value,
      n,
      reference,
      reason,
    },
  });
  const timestamp = String(Math.floor(nowMs / 1000));
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    body,
    headers: {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${signature}`,
    },
  };
}
