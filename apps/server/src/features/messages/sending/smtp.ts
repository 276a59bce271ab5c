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
/** How far it came. */
type Stage = "connect" | "envelope" | "message";
type SmtpError = Error & {
  code?: string | undefined;
  originalCode?: string | undefined;
  responseCode?: number | undefined;
  command?: string | undefined;
};

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

export type Smtp = {
  /**
   * Gives one message to a mail server and says what came of it. What matters is where it ended: before the server asked for the message nothing can have been taken; after the first byte of it only the
   * server's answer says so, and without an answer it is unknown. Never throws.
   */
  give(server: SmtpServer, envelope: Envelope, message: Buffer, options?: { timeoutMs?: number }): Promise<Outcome>;
  /** Ends connections that nobody uses. */
  close(): void;
};

/** One connection. `onError` is whoever uses it now. */
type Line = {
  connection: SMTPConnection;
  onError: (error: SmtpError) => void;
  isEnded: boolean;
  sent: number;
  idle: NodeJS.Timeout | null;
};
/** Servers close connections after some number of messages: we do first. */
const mostOverOne = 100;

/** Mail servers, with connections that are kept for the next message for `idleMs` (0: not at all). */
export function createSmtp({ idleMs = 0 }: { idleMs?: number } = {}): Smtp {
  const idle = new Map<string, Line[]>();

  /** A connection that is free, and answers: servers close them as they like. */
  async function reuse(key: string): Promise<Line | null> {
    for (let line = idle.get(key)?.pop(); line; line = idle.get(key)?.pop()) {
      if (line.idle) clearTimeout(line.idle);
      if (!line.isEnded && (await isAlive(line))) return line;
      line.connection.close();
    }
    return null;
  }

  function keep(key: string, line: Line): void {
    line.sent++;
    line.onError = () => {};
    if (idleMs === 0 || line.isEnded || line.sent >= mostOverOne) return line.connection.quit();
    idle.set(key, [...(idle.get(key) ?? []), line]);
    line.idle = setTimeout(() => {
      const left = idle.get(key)?.filter((one) => one !== line) ?? [];
      if (left.length > 0) idle.set(key, left);
      else idle.delete(key);
      line.connection.quit();
    }, idleMs).unref();
  }

  return {
    async give(server, envelope, message, { timeoutMs = providerTimeoutMs } = {}) {
      const key = JSON.stringify(server);
      let stage: Stage = "connect";
      let line: Line | null = null;
      const { promise: late, reject } = Promise.withResolvers<never>();
      const deadline = setTimeout(() => reject(new Error(`The mail server did not answer within ${timeoutMs / 1000} s.`)), timeoutMs);
      const work = async (): Promise<Line> => {
        line = (await reuse(key)) ?? open(server, timeoutMs);
        if (line.sent === 0) await enter(line, server);
        stage = "envelope";
        return line;
      };
      try {
        const ready = await Promise.race([late, work()]);
        const response = await Promise.race([late, send(ready, envelope, message, () => void (stage = "message"))]);
        keep(key, ready);
        return { state: "sent", providerId: response };
      } catch (error) {
        (line as Line | null)?.connection.close();
        return outcomeOf(error instanceof Error ? error : new Error(String(error)), stage);
      } finally {
        clearTimeout(deadline);
      }
    },
    close() {
      for (const lines of idle.values())
        for (const { connection, idle: timer } of lines) {
          if (timer) clearTimeout(timer);
          connection.quit();
        }
      idle.clear();
    },
  };
}

function open(server: SmtpServer, timeoutMs: number): Line {
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
  const line: Line = { connection, onError: () => {}, isEnded: false, sent: 0, idle: null };
  connection.on("error", (error) => {
    line.isEnded = true;
    line.onError(error);
  });
  connection.on("end", () => void (line.isEnded = true));
  return line;
}

/** Connects and signs in. */
const enter = (line: Line, { auth }: SmtpServer): Promise<void> =>
  new Promise((resolve, reject) => {
    line.onError = reject;
    line.connection.connect((error?: SmtpError | null) => {
      if (error) return reject(error);
      if (auth === null) return resolve();
      line.connection.login(auth, (refused?: SmtpError | null) => (refused ? reject(refused) : resolve()));
    });
  });

const isAlive = (line: Line): Promise<boolean> =>
  new Promise((resolve) => {
    line.onError = () => resolve(false);
    line.connection.reset((error?: SmtpError | null) => resolve(!error));
  });

/** Sends over a connection; `onGiven` is told once the server has asked for the message. Gives what it answered. */
const send = (line: Line, envelope: Envelope, message: Buffer, onGiven: () => void): Promise<string> =>
  new Promise((resolve, reject) => {
    line.onError = reject;
    // Read by the connection once the server has asked for it, and not before.
    const given = new Readable({
      read() {
        onGiven();
        this.push(message);
        this.push(null);
      },
    });
    line.connection.send(
      { from: envelope.from, to: [envelope.to], size: message.length },
      given,
      (error: SmtpError | null, info?: { response: string }) => (error ? reject(error) : resolve(info?.response.slice(0, 200) ?? "")),
    );
  });

/** The enhanced status of a reply (RFC 3463), such as 5.1.1. */
export const enhancedStatus = (text: string): string | null => /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? null;
/** Whether a status speaks of an address that is not there (any more). */
export const isGone = (status: string | null): boolean => status === null || /^5\.(1\.|0\.0$|2\.1$)/.test(status);

/** What OpenSSL and Node say of a certificate that is not to be trusted. */
const badCertificate = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|ERR_SSL_)/;

/** What a person has to put right before any message can go this way; null where it is nothing of that kind. */
function setUpWrongly({ code, originalCode = "", command }: SmtpError, status: number): string | null {
  if (code === "EAUTH") return "The mail server refuses the user or the password.";
  if (badCertificate.test(originalCode)) return "The mail server cannot be trusted: its certificate is not good for this name.";
  // 5xx to STARTTLS, where TLS is required.
  if (code === "ETLS" && status >= 500) return "The mail server offers no TLS, and the settings require it.";
  if (command === "MAIL FROM" && status === 530) return "The mail server wants somebody to sign in first.";
  return null;
}

function outcomeOf(error: SmtpError, stage: Stage): Outcome {
  const reason = error.message.slice(0, 500);
  const code = error.responseCode ?? 0;
  // An address that cannot be written into an envelope.
  if (code === 0 && error.code === "EENVELOPE") return { state: "failed", reason, bounce: "hard" };
  if (code >= 400 && code < 500) return { state: "retry", reason };
  const setUp = setUpWrongly(error, code);
  if (setUp !== null) return { state: "misconfigured", reason: `${setUp} ${reason}` };
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
