import { createHmac, createPublicKey, createVerify } from "node:crypto";
import type { InboundProvider } from "@throughline/contract";
import { isObject } from "@throughline/domain";
import { isSame } from "../channels/keys.ts";
import type { Feedback } from "../public/feedback.ts";
import { readDeliveryReport } from "./delivery-report.ts";
import { messageIdIn, type Told } from "./told.ts";
import { headerOf, isSignedWebhook, type Received } from "./standard-webhook.ts";

/** null: it was not signed by whom it says. Throws a SyntaxError for what is no JSON. */
export type ReadInbound = (received: Received, secret: string, nowMs: number) => Told[] | null;

const toleranceSeconds = 300;

const json = ({ body }: Received): unknown => JSON.parse(body.toString("utf8"));
const text = (value: unknown): string => (typeof value === "string" ? value.slice(0, 500) : "");
const timeOf = (value: unknown): Date | null => {
  const at = typeof value === "number" ? new Date(value * 1000) : typeof value === "string" ? new Date(value) : null;
  return at === null || Number.isNaN(at.getTime()) ? null : at;
};
const told = (id: unknown, feedback: Feedback | null, at: unknown): Told[] => {
  const messageId = messageIdIn(id);
  return messageId === null || feedback === null ? [] : [{ messageId, feedback, at: timeOf(at) }];
};
const bounced = (isHard: boolean, reason: string): Feedback => ({ kind: "bounced", bounce: isHard ? "hard" : "soft", reason });

/** Our own form, for mail servers that are nobody's product: JSON, or a delivery report (RFC 3464) as it came. See docs/messages.md. */
const throughline: ReadInbound = (received, secret, nowMs) => {
  if (!isSignedWebhook(received, secret, nowMs)) return null;
  if (/^(message\/rfc822|multipart\/report|text\/plain)/.test(headerOf(received, "content-type")))
    return readDeliveryReport(received.body.toString("utf8"));
  const said = json(received);
  if (!isObject(said)) return [];
  const kind = text(said["type"]).replace(/^email\./, "");
  const feedback: Feedback | null =
    kind === "bounced"
      ? bounced(said["bounce"] !== "soft", text(said["reason"]))
      : kind === "delivered" || kind === "complained" || kind === "unsubscribed"
        ? { kind }
        : null;
  const id = text(said["messageId"]);
  return told(id.includes("@") ? id : `${id}@`, feedback, said["at"]);
};

/** https://resend.com/docs/dashboard/webhooks/event-types: signed by Svix. */
const resend: ReadInbound = (received, secret, nowMs) => {
  if (!isSignedWebhook(received, secret, nowMs)) return null;
  const said = json(received);
  if (!isObject(said) || !isObject(said["data"])) return [];
  const { data } = said;
  const headers = Array.isArray(data["headers"]) ? data["headers"].filter(isObject) : [];
  const id = data["message_id"] ?? headers.find(({ name }) => typeof name === "string" && name.toLowerCase() === "message-id")?.["value"];
  const bounce = isObject(data["bounce"]) ? data["bounce"] : {};
  const feedback: Feedback | null =
    said["type"] === "email.bounced"
      ? bounced(bounce["type"] !== "Transient", text(bounce["message"]))
      : said["type"] === "email.complained"
        ? { kind: "complained" }
        : said["type"] === "email.delivered"
          ? { kind: "delivered" }
          : null;
  return told(id, feedback, said["created_at"]);
};

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks: HMAC-SHA256 of timestamp and token. */
const mailgun: ReadInbound = (received, secret, nowMs) => {
  const said = json(received);
  if (!isObject(said) || !isObject(said["signature"])) return null;
  const { timestamp, token, signature } = said["signature"];
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) return null;
  const expected = createHmac("sha256", secret)
    .update(`${text(String(timestamp))}${text(token)}`)
    .digest("hex");
  if (!isSame(expected, text(signature))) return null;
  const event = isObject(said["event-data"]) ? said["event-data"] : {};
  const headers = isObject(event["message"]) && isObject(event["message"]["headers"]) ? event["message"]["headers"] : {};
  const status = isObject(event["delivery-status"]) ? event["delivery-status"] : {};
  const kind = event["event"];
  const feedback: Feedback | null =
    kind === "failed"
      ? // What it tries again by itself has not come back yet.
        event["severity"] === "permanent"
        ? bounced(true, text(status["message"]) || text(status["description"]))
        : null
      : kind === "delivered" || kind === "complained" || kind === "unsubscribed"
        ? { kind }
        : null;
  return told(`<${text(headers["message-id"])}`, feedback, event["timestamp"]);
};

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features: ECDSA over timestamp and body. */
const sendgrid: ReadInbound = (received, secret, nowMs) => {
  const timestamp = headerOf(received, "x-twilio-email-event-webhook-timestamp");
  const signature = headerOf(received, "x-twilio-email-event-webhook-signature");
  if (!/^\d+$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) return null;
  try {
    const key = createPublicKey({ key: Buffer.from(secret, "base64"), format: "der", type: "spki" });
    if (!createVerify("sha256").update(timestamp).update(received.body).verify(key, Buffer.from(signature, "base64"))) return null;
  } catch {
    return null;
  }
  const events = json(received);
  return (Array.isArray(events) ? events.filter(isObject) : []).flatMap((event) => {
    const kind = event["event"];
    const feedback: Feedback | null =
      kind === "bounce" || kind === "dropped"
        ? bounced(kind === "bounce" && event["type"] !== "blocked", text(event["reason"]))
        : kind === "spamreport"
          ? { kind: "complained" }
          : kind === "unsubscribe" || kind === "group_unsubscribe"
            ? { kind: "unsubscribed" }
            : kind === "delivered"
              ? { kind: "delivered" }
              : null;
    return told(event["smtp-id"], feedback, event["timestamp"]);
  });
};

export const inboundReaders: Record<InboundProvider, ReadInbound> = { throughline, resend, mailgun, sendgrid };
