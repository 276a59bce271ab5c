import { createSign } from "node:crypto";
import type { Outbound } from "../../../platform/http/outbound.ts";
import { giveByHttp } from "./give-by-http.ts";
import { providerTimeoutMs, type Outcome } from "./outcome.ts";
import { parse, textOrNull } from "./send-sms.ts";

export type Push = { to: string; title: string; text: string; url: string | null; image: string | null; messageId: string };
export type SendPush = (push: Push) => Promise<Outcome>;

const scope = "https://www.googleapis.com/auth/firebase.messaging";
const renewBeforeMs = 60_000;

/**
 * Firebase Cloud Messaging, HTTP v1 (https://firebase.google.com/docs/reference/fcm/rest/v1/projects.messages/send), with the key of a service account: a token is asked for with a
 * signed assertion (RFC 7523) and used for its hour.
 */
export function createFcm({
  outbound,
  projectId,
  clientEmail,
  privateKey,
  now,
  tokenUrl = "https://oauth2.googleapis.com/token",
  baseUrl = "https://fcm.googleapis.com",
}: {
  outbound: Outbound;
  projectId: string;
  clientEmail: string;
  privateKey: string;
  now: () => number;
  tokenUrl?: string;
  baseUrl?: string;
}): SendPush {
  let token: { value: string; untilMs: number } | null = null;

  /** Without a token nothing was sent. */
  async function askForToken(): Promise<{ value: string } | { state: "retry" | "misconfigured"; reason: string }> {
    if (token && token.untilMs - renewBeforeMs > now()) return token;
    const seconds = Math.floor(now() / 1000);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = `${part({ alg: "RS256", typ: "JWT" })}.${part({ iss: clientEmail, scope, aud: tokenUrl, iat: seconds, exp: seconds + 3600 })}`;
    let assertion: string;
    try {
      assertion = `${claims}.${createSign("RSA-SHA256")
        .update(claims)
        .sign(privateKey.replaceAll(String.raw`\n`, "\n"))
        .toString("base64url")}`;
    } catch {
      return { state: "misconfigured", reason: "The key of the service account cannot be used: it is no RSA key in PEM form." };
    }
    const given = await giveByHttp(outbound, tokenUrl, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion }).toString(),
      timeoutMs: providerTimeoutMs / 3,
    });
    if ("outcome" in given) return { state: "retry", reason: given.outcome.reason };
    const { status, body } = given.answer;
    const said = parse(body);
    const value = said["access_token"];
    if (typeof value !== "string")
      return {
        state: [400, 401, 403].includes(status) ? "misconfigured" : "retry",
        reason: `Google gave no token (${status}): ${textOrNull(said["error_description"]) ?? "no reason"}`,
      };
    token = { value, untilMs: now() + Number(said["expires_in"] ?? 3600) * 1000 };
    return token;
  }

  return async ({ to, title, text, url, image, messageId }) => {
    const asked = await askForToken();
    if (!("value" in asked)) return asked;
    const given = await giveByHttp(outbound, `${baseUrl}/v1/projects/${projectId}/messages:send`, {
      method: "POST",
      headers: { authorization: `Bearer ${asked.value}`, "content-type": "application/json" },
      body: JSON.stringify({
        message: {
          token: to,
          notification: { title, body: text, ...(image === null ? {} : { image }) },
          data: { throughlineMessage: messageId, ...(url === null ? {} : { url }) },
          ...(url !== null && url.startsWith("https://") ? { webpush: { fcm_options: { link: url } } } : {}),
        },
      }),
      timeoutMs: providerTimeoutMs / 2,
    });
    if ("outcome" in given) return given.outcome;
    const { status, body } = given.answer;
    const said = parse(body);
    if (status >= 200 && status < 300) return { state: "sent", providerId: textOrNull(said["name"]) };
    const error = typeof said["error"] === "object" && said["error"] !== null ? (said["error"] as Record<string, unknown>) : {};
    const reason = `FCM answered ${status}: ${textOrNull(error["message"]) ?? "no reason"}`;
    if (status === 401) token = null;
    if (status === 401 || status === 429 || status === 503) return { state: "retry", reason };
    if (status >= 500) return { state: "unknown", reason };
    return { state: "failed", reason, ...(status === 404 ? { bounce: "hard" as const } : {}) };
  };
}
