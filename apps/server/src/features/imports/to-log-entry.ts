import type { MappedRow } from "@throughline/domain";
import type { LogEntry } from "../collect/index.ts";
import type { ImportSource } from "./import-source.ts";

type Usable = Exclude<MappedRow, { problem: unknown }>;

/** A usable row → what the log keeps of it, under a message id. The sender's address is kept only where the source says so. */
export function toLogEntry(
  row: Usable,
  messageId: string,
  { workspaceId, source, receivedAt }: { workspaceId: string; source: ImportSource; receivedAt: number },
): { key: string; entry: LogEntry } {
  const head = { w: workspaceId, s: source.id, r: receivedAt };
  if ("account" in row) return { key: `${workspaceId} account ${row.account.key}`, entry: { ...head, a: { ...row.account, messageId } } };
  const { ip, ...context } = row.message.context;
  const address = source.keepIp && typeof ip === "string" && ip.length <= 45 ? { ip } : {};
  return {
    key: `${workspaceId} ${row.message.userId ?? row.message.anonymousId}`,
    entry: { ...head, ...address, m: { ...row.message, context, messageId } },
  };
}
