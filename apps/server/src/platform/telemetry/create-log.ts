import pino, { type DestinationStream, type Logger } from "pino";
import type { LogLevel } from "../config/setting-table.ts";

export type Log = Logger;

/** Fields that never reach the log, wherever they stand in what is logged (to three levels). */
const secretFields = [
  "authorization",
  "cookie",
  "set-cookie",
  "password",
  "token",
  "secret",
  "apiKey",
  "writeKey",
  "databaseUrl",
  "clickhouseUrl",
  "smtpUrl",
  "metricsToken",
];
const paths = secretFields.flatMap((field) => ["", "*.", "*.*."].map((depth) => `${depth}["${field}"]`.replace('.["', '["')));

/** The process log: JSON lines on standard output, secrets taken out. */
export function createLog({ level, destination }: { level: LogLevel; destination?: DestinationStream }): Log {
  const options = {
    level,
    base: null,
    redact: { paths, censor: "[redacted]" },
    serializers: { err: toLoggedError },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination ? pino(options, destination) : pino(options);
}

type LoggedError = { type: string; message: string; code?: string; stack?: string; cause?: LoggedError };

/** What is worth knowing of an error. Drivers hang whole connections on theirs, with all that they hold. */
function toLoggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, message, stack, cause } = error;
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { type: name, message, code, stack, cause: cause === undefined ? undefined : toLoggedError(cause) };
}
