import type { FileHandle } from "node:fs/promises";
import { ProductError } from "@throughline/contract";
import { createRowMapper, messageLimits, type MappedRow } from "@throughline/domain";
import type { Log } from "../../platform/log/log.ts";
import type { LogEntry } from "../collect/index.ts";
import type { Failure } from "./failures-file.ts";
import type { ImportSource } from "./import-source.ts";
import type { ImportRow } from "./imports.store.ts";
import type { FileRow } from "./layout.ts";
import type { RowMemory } from "./row-memory.ts";
import { toLogEntry } from "./to-log-entry.ts";

type Usable = Exclude<MappedRow, { problem: unknown }>;
export type CheckedRows = { usable: Usable[]; failures: Failure[] };

const maxOriginalBytes = 8 * 1024;

/** Rows → what can be used of them, and what cannot, with the original text. */
export function createRowChecker(row: ImportRow, file: FileHandle, now: () => number) {
  const map = createRowMapper({ kind: row.kind, mapping: row.mapping, format: row.layout.format });
  const statedAt = row.createdAt.getTime();
  return async function checkRows(rows: readonly FileRow[]): Promise<CheckedRows> {
    const usable: Usable[] = [];
    const failures: Failure[] = [];
    const times = { now: now(), statedAt };
    for (const one of rows) {
      const mapped = "problem" in one ? { problem: { field: null, message: one.problem } } : tooLarge(one, map(one.values, times));
      if ("problem" in mapped)
        failures.push({ row: one.row, field: mapped.problem.field, reason: mapped.problem.message, original: await originalOf(file, one) });
      else usable.push(mapped);
    }
    return { usable, failures };
  };
}

/** No message is larger than what the collecting endpoints take; a short row cannot be. */
function tooLarge(row: FileRow, mapped: MappedRow): MappedRow {
  if (row.end - row.start <= messageLimits.eventBytes || "problem" in mapped) return mapped;
  const bytes = Buffer.byteLength(JSON.stringify("message" in mapped ? mapped.message : mapped.account));
  if (bytes <= messageLimits.eventBytes) return mapped;
  return {
    problem: {
      field: null,
      message: `The row makes an event of ${Math.ceil(bytes / 1024)} KB; at most ${messageLimits.eventBytes / 1024} KB are accepted.`,
    },
  };
}

async function originalOf(file: FileHandle, { start, end }: FileRow): Promise<string> {
  const length = Math.min(end - start, maxOriginalBytes);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, start);
  return buffer.toString("utf8", 0, bytesRead).replace(/\r?\n$/, "");
}

export type TakeDeps = { log: Pick<Log<LogEntry>, "append">; memory: RowMemory; source: ImportSource; now: () => number };

/**
 * Appends the rows that were not imported before to the log, and gives back how many those were. While the log is too far behind it waits and tries again, as
 * long as `mayWait` (which is asked each time, with the seconds to wait) agrees; null if it does not.
 */
export async function takeRows(
  deps: TakeDeps,
  workspaceId: string,
  usable: readonly Usable[],
  mayWait: (seconds: number) => Promise<boolean>,
): Promise<number | null> {
  const plan = await deps.memory.plan(
    usable.map((row) => ({ messageId: "account" in row ? row.account.messageId : row.message.messageId, counted: row.counted })),
  );
  const place = { workspaceId, source: deps.source, receivedAt: deps.now() };
  const entries = usable.flatMap((row, index) => {
    const messageId = plan.ids[index];
    return messageId === null || messageId === undefined ? [] : [toLogEntry(row, messageId, place)];
  });
  while (entries.length > 0) {
    try {
      await deps.log.append(entries);
      break;
    } catch (error) {
      if (!(error instanceof ProductError) || error.code !== "unavailable") throw error;
      if (!(await mayWait(error.retryAfterSeconds ?? 5))) return null;
    }
  }
  plan.keep();
  return entries.length;
}
