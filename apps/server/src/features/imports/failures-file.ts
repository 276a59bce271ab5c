import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";

export type Failure = { row: number; field: string | null; reason: string; original: string };

const header = "row,field,reason,original\r\n";
const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const lineOf = ({ row, field, reason, original }: Failure): string =>
  `${[String(row), field ?? "", reason, original].map(quoted).join(",")}\r\n`;

/**
 * The list of what could not be used, as CSV. It is cut to the length that is on record when it is opened: what a crash wrote after that is written again.
 * `save` gives its length once everything is durable.
 */
export async function openFailures(path: string, bytes: number) {
  const file = await open(path, "a", 0o600);
  let length = bytes;
  let waiting = bytes === 0 ? header : "";
  await file.truncate(bytes);
  return {
    async add(failures: readonly Failure[]): Promise<void> {
      for (const failure of failures) waiting += lineOf(failure);
      if (waiting.length > 64 * 1024) await flush();
    },
    async save(): Promise<number> {
      if (waiting === "") return length;
      await flush();
      await file.datasync();
      return length;
    },
    close: () => file.close(),
  };

  async function flush(): Promise<void> {
    const text = Buffer.from(waiting);
    waiting = "";
    await file.appendFile(text);
    length += text.length;
  }
}
export type FailuresFile = Awaited<ReturnType<typeof openFailures>>;

/** The list as far as it is on record: a line that is just being written is not in it. */
export const readFailures = (path: string, bytes: number): Readable | string =>
  bytes === 0 ? header : createReadStream(path, { end: bytes - 1 });
