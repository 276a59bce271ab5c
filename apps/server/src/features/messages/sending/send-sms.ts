import type { Outbound } from "../../../platform/http/outbound.ts";
import { giveByHttp } from "./give-by-http.ts";
import { providerTimeoutMs, type Outcome } from "./outcome.ts";

export type Sms = { to: string; text: string };
export type SendSms = (sms: Sms) => Promise<Outcome>;
const twilioUrl = "https://api.twilio.com";

/**
 * Twilio's Messages resource (https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource). `from` is a number, a name, or the id of a messaging service
 * (`MG…`).
 */
export function createTwilio({
  outbound,
  accountSid,
  token,
  from,
  baseUrl = twilioUrl,
}: {
  outbound: Outbound;
  accountSid: string;
  token: string;
  from: string;
  baseUrl?: string;
}): SendSms {
  return async ({ to, text }) => {
    const body = new URLSearchParams({ To: to, Body: text, [from.startsWith("MG") ? "MessagingServiceSid" : "From"]: from }).toString();
    const given = await giveByHttp(outbound, `${baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`, {
      method: "POST",
      headers: {
        authorization: `Basic ${Buffer.from(`${accountSid}:${token}`).toString("base64")}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body,
      timeoutMs: providerTimeoutMs,
    });
    if ("outcome" in given) return given.outcome;
    const { status, body: answer } = given.answer;
    const said = parse(answer);
    if (status >= 200 && status < 300) return { state: "sent", providerId: textOrNull(said["sid"]) };
    const reason = `Twilio answered ${status}: ${textOrNull(said["message"]) ?? "no reason"}`;
    if (status === 429 || status === 503) return { state: "retry", reason };
    if (status === 401) return { state: "misconfigured", reason: `Twilio refuses the account or its token. ${reason}` };
    // Of other faults on their side nobody knows whether it had been taken.
    if (status >= 500) return { state: "unknown", reason };
    return { state: "failed", reason, ...(noSuchNumber.has(Number(said["code"])) ? { bounce: "hard" as const } : {}) };
  };
}

/** https://www.twilio.com/docs/api/errors: invalid, unreachable or opted-out numbers. */
const noSuchNumber = new Set([21211, 21214, 21610, 21614]);

export function parse(body: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(body);
    return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
export const textOrNull = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value.slice(0, 500) : null);
