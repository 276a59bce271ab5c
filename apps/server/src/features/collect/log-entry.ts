import type { AccountStatement, Message, Rejection } from "@throughline/domain";

/** What is put into the log: a checked message, what is known of an account without anybody's message, or what could not be used and why. Short keys: this is written for every event. */
export type LogEntry = {
  /** workspace id */ w: string;
  /** source id */ s: string;
  /** received at, ms since 1970 */ r: number;
  /** the sender's address, only where the source keeps it */ ip?: string;
  /** Content-derived user agent of the request, where the message does not carry its own */ ua?: string;
} & ({ m: Message } | { a: AccountStatement } | { x: Rejected });

export type Rejected = Rejection & { id: string; raw: string; eventName: string | null; userId: string | null; anonymousId: string | null };
