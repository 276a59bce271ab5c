import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import tar from "tar-stream";
import { BackupError, headName, type Part } from "./archive-format.ts";

const decompress = promisify(zstdDecompress);
/** No row is larger: Postgres' own limit of a field is a gigabyte. */
const longestPart = 2 ** 30;

type Entry = { name: string; body: AsyncIterable<Buffer> };

/** The entries of an archive, in order; each body must be read before the next. @throws BackupError when it is none. */
export async function* readEntries(file: string): AsyncGenerator<Entry, void, undefined> {
  const extract = tar.extract();
  const ending = new AbortController();
  const reading = pipeline(createReadStream(file), extract, { signal: ending.signal });
  reading.catch(() => {}); // the loop below throws it
  try {
    for await (const entry of extract) yield { name: entry.header.name, body: bodyOf(file, entry as AsyncIterable<Buffer>) };
    await reading;
  } catch (error) {
    throw told(file, error);
  } finally {
    ending.abort();
  }
}

async function* bodyOf(file: string, entry: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* entry;
  } catch (error) {
    throw told(file, error);
  }
}

/** The tar library's complaints have no code; those of the system have. */
function told(file: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof BackupError) return error;
  if (code === "ENOENT") return new BackupError(`${file} does not exist.`);
  if (code === undefined)
    return new BackupError(`${file} is not a backup, or is damaged: ${message}. Nothing was changed.`, { cause: error });
  return error;
}

/** Opens an archive that was verified, to take its parts in order, until the signal aborts. */
export function openParts(file: string, signal: AbortSignal) {
  const entries = readEntries(file);

  async function next(): Promise<Entry | null> {
    for (;;) {
      const { value, done } = await entries.next();
      if (done) return null;
      if (value.name !== headName) return value;
      for await (const _ of value.body);
    }
  }

  return {
    /** The content of these parts, decompressed. They must be the ones that come next. */
    async *take(parts: readonly Part[]): AsyncGenerator<Buffer, void, undefined> {
      for (const part of parts) {
        signal.throwIfAborted();
        const entry = await next();
        if (entry?.name !== part.name) throw new BackupError(`${file} changed while it was read: ${part.name} is missing.`);
        yield await decompress(Buffer.concat(await Array.fromAsync(entry.body)), { maxOutputLength: longestPart });
      }
    },
    close: async (): Promise<void> => void (await entries.return()),
  };
}
export type ArchiveParts = ReturnType<typeof openParts>;
