import { OutboundRefused, type Outbound, type OutboundAnswer, type OutboundRequest } from "../../../platform/http/outbound.ts";
import type { Outcome } from "./outcome.ts";

/** Errors of a connection that was never made: nothing was sent over it. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "EPROTO",
]);
/** What cannot even be asked: nothing was sent. */
const cannotBeAsked = new Set([
  "ERR_INVALID_CHAR",
  "ERR_INVALID_URL",
  "ERR_UNESCAPED_CHARACTERS",
  "ERR_HTTP_INVALID_HEADER_VALUE",
  "ERR_INVALID_HTTP_TOKEN",
]);
const codeOf = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : "";
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/**
 * Calls an address and says what came of it where there is no answer: refused addresses have failed, a connection that was not made can be tried again, and whoever was
 * called and did not answer may have done it.
 */
export async function giveByHttp(
  outbound: Outbound,
  url: string,
  request: OutboundRequest,
): Promise<{ answer: OutboundAnswer } | { outcome: Exclude<Outcome, { state: "sent" | "misconfigured" }> }> {
  try {
    return { answer: await outbound(url, request) };
  } catch (error) {
    const reason = textOf(error);
    if (error instanceof OutboundRefused || cannotBeAsked.has(codeOf(error))) return { outcome: { state: "failed", reason } };
    return { outcome: { state: neverConnected.has(codeOf(error)) ? "retry" : "unknown", reason } };
  }
}

/** What an answer means where each call does its work when it is answered with 2xx. */
export function outcomeOfStatus({ status, headers }: OutboundAnswer): Outcome {
  if (status >= 200 && status < 300) return { state: "sent", providerId: single(headers["x-message-id"]) };
  const reason = `It answered ${status}.`;
  // "Later", in so many words.
  if (status === 408 || status === 425 || status === 429 || status === 503) return { state: "retry", reason };
  return { state: status >= 500 ? "retry" : "failed", reason };
}
const single = (header: string | string[] | undefined): string | null => (typeof header === "string" ? header.slice(0, 200) : null);
