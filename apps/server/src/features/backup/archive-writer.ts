import { createHash } from "node:crypto";
import { once } from "node:events";
import { promisify } from "node:util";
import { constants, zstdCompress } from "node:zlib";
import tar from "tar-stream";
import { headName, manifestName, manifestSumName, type Manifest, type Part, type TableInArchive } from "./archive-format.ts";
import { splitLines } from "./split-lines.ts";

const compress = promisify(zstdCompress);
/** Bounds the memory of backup and restore: a part is held whole. */
export const partBytes = 4 * 2 ** 20;

/** Writes the entries of a backup; `output` is the archive. Each call waits until its entry was taken, so a slow reader slows the dump. */
export function createArchiveWriter(options: { createdAt: Date; signal: AbortSignal }) {
  const { createdAt, signal } = options;
  const pack = tar.pack();
  const left = once(signal, "abort").then(() => Promise.reject(signal.reason));
  left.catch(() => {}); // it matters only to an entry that waits

  async function entry(name: string, bytes: Buffer): Promise<void> {
    signal.throwIfAborted();
    const taken = new Promise<void>((resolve, reject) => {
      pack.entry({ name, size: bytes.length, mode: 0o600, mtime: createdAt }, bytes, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([taken, left]);
  }

  async function part(name: string, content: Buffer, rows: number): Promise<Part> {
    const bytes = await compress(content, { params: { [constants.ZSTD_c_compressionLevel]: 3 } });
    await entry(name, bytes);
    return { name, rows, bytes: bytes.length, sha256: sha256(bytes) };
  }

  return {
    output: pack as AsyncIterable<Buffer>,
    part,
    head: (head: object): Promise<void> => entry(headName, json(head)),

    /** A table's rows, a line each, as the parts `<directory>/000001.tsv.zst` and so on. */
    async table(directory: string, table: { name: string; columns: string[] }, lines: AsyncIterable<Buffer>): Promise<TableInArchive> {
      const parts: Part[] = [];
      for await (const { lines: content, rows } of splitLines(lines, partBytes))
        parts.push(await part(`${directory}/${numbered(parts.length)}.tsv.zst`, content, rows));
      return { ...table, rows: parts.reduce((sum, { rows }) => sum + rows, 0), parts };
    },

    /** The manifest makes it whole. */
    async end(manifest: Manifest): Promise<void> {
      const bytes = json(manifest);
      await entry(manifestName, bytes);
      await entry(manifestSumName, Buffer.from(`${sha256(bytes)}  ${manifestName}\n`));
      pack.finalize();
    },
    fail: (error: unknown): void => pack.destroy(error as Error),
  };
}
export type ArchiveWriter = ReturnType<typeof createArchiveWriter>;

/** Name of the part that follows `before` others. */
export const numbered = (before: number): string => String(before + 1).padStart(6, "0");
export const sha256 = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");
const json = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
