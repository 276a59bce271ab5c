import { createHmac } from "node:crypto";
import { isSame } from "../channels/keys.ts";

export type Received = { headers: Record<string, string | string[] | undefined>; body: Buffer };

export const headerOf = ({ headers }: Received, ...names: string[]): string => {
  for (const name of names) {
    const value = headers[name];
    if (typeof value === "string") return value;
  }
  return "";
};

/** Older than this a call is a repetition by somebody else. */
const toleranceSeconds = 300;

/** Whether a call is signed as https://www.standardwebhooks.com says (Svix, and so Resend, has other names for the same headers). */
export function isSignedWebhook(received: Received, secret: string, nowMs: number): boolean {
  const id = headerOf(received, "webhook-id", "svix-id");
  const timestamp = headerOf(received, "webhook-timestamp", "svix-timestamp");
  const signatures = headerOf(received, "webhook-signature", "svix-signature").split(" ");
  if (id === "" || !/^\d+$/.test(timestamp) || Math.abs(nowMs / 1000 - Number(timestamp)) > toleranceSeconds) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(received.body).digest("base64");
  return signatures.some((signature) => signature.startsWith("v1,") && isSame(expected, signature.slice(3)));
}
