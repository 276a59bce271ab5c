import { isIP } from "node:net";
import { Readable } from "node:stream";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Outcome } from "./outcome.ts";
import { providerTimeoutMs } from "./outcome.ts";

export type SmtpServer = {
  host: string;
  /** The address of it, where that was looked up and checked; else the host is looked up. */
  address?: string;
  port: number;
  secure: boolean;
  requireTls: boolean;
  auth: { user: string; pass: string } | null;
};
export type Envelope = { from: string; to: string };
type SmtpError = Error & { code?: string | undefined; responseCode?: number | undefined; command?: string | undefined };

/** `smtp(s)://user:password@host:port`, as the server's own setting says it. */
export function smtpServerOf(smtpUrl: string): SmtpServer {
  const url = new URL(smtpUrl);
  const secure = url.protocol === "smtps:";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTls: false,
    auth: url.username === "" ? null : { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  };
}

/**
 * Gives one message to a mail server and says what came of it. What matters is where it ended: before the server asked for the message nothing can have been taken; after the first
 * byte of it only the server's answer says so, and without an answer it is unknown.
 */
export function giveBySmtp(
  server: SmtpServer,
  envelope: Envelope,
  message: Buffer,
  { timeoutMs = providerTimeoutMs }: { timeoutMs?: number } = {},
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const connection = new SMTPConnection({
    host: server.address ?? server.host,
    // A certificate is for the name, whatever address it was found at.
    ...(isIP(server.host) === 0 ? { servername: server.host, tls: { servername: server.host } } : {}),
    port: server.port,
    secure: server.secure,
    requireTLS: server.requireTls,
    connectionTimeout: timeoutMs / 2,
    greetingTimeout: timeoutMs / 2,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs / 2,
  });
  let stage: "connect" | "envelope" | "message" = "connect";
  let isOver = false;
  const end = (outcome: Outcome) => {
    if (isOver) return;
    isOver = true;
    clearTimeout(deadline);
    if (outcome.state === "sent") connection.quit();
    else connection.close();
    resolve(outcome);
  };
  const fail = (error: SmtpError) => end(outcomeOf(error, stage));
  const deadline = setTimeout(() => fail(new Error(`The mail server did not answer within ${timeoutMs / 1000} s.`)), timeoutMs);
  connection.on("error", fail);
  // Read by the connection once the server has asked for it, and not before.
  const given = new Readable({
    read() {
      stage = "message";
      this.push(message);
      this.push(null);
    },
  });
  const send = () => {
    stage = "envelope";
    connection.send(
      { from: envelope.from, to: [envelope.to], size: message.length },
      given,
      (error: SmtpError | null, info?: { response: string }) => {
        if (error) fail(error);
        else end({ state: "sent", providerId: info?.response.slice(0, 200) ?? null });
      },
    );
  };
  connection.connect((error?: SmtpError) => {
    if (error) return fail(error);
    if (server.auth === null) return send();
    connection.login(server.auth, (refused?: SmtpError | null) => (refused ? fail(refused) : send()));
  });
  return promise;
}

/** The enhanced status of a reply (RFC 3463), such as 5.1.1. */
export const enhancedStatus = (text: string): string | null => /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? null;
/** Whether a status speaks of an address that is not there (any more). */
export const isGone = (status: string | null): boolean => status === null || /^5\.(1\.|0\.0$|2\.1$)/.test(status);

function outcomeOf(error: SmtpError, stage: "connect" | "envelope" | "message"): Outcome {
  const reason = error.message.slice(0, 500);
  const code = error.responseCode ?? 0;
  // An address that cannot be written into an envelope.
  if (code === 0 && error.code === "EENVELOPE") return { state: "failed", reason, bounce: "hard" };
  if (code >= 400 && code < 500) return { state: "retry", reason };
  // Who is refused at the door is told about us, not about the message.
  if (stage === "connect") return { state: "retry", reason };
  if (code >= 500) {
    if (error.command === "MAIL FROM") return { state: "failed", reason };
    const status = enhancedStatus(error.message);
    return {
      state: "failed",
      reason,
      bounce: error.command === "RCPT TO" ? (isGone(status) ? "hard" : "soft") : status !== null && isGone(status) ? "hard" : "soft",
    };
  }
  return stage === "message" ? { state: "unknown", reason } : { state: "retry", reason };
}
