import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import tar from "tar-stream";
import { manifestName, type Manifest } from "./archive-format.ts";
import { verifyArchive } from "./verify-archive.ts";

/** What is being written: the directory inside the archive (`postgres/person`), and bytes so far. */
export type SaveProgress = { writing: string; bytes: number };

/**
 * Writes an archive to `file`, readable by its owner alone (mode 0600: it holds secrets), reads it back and compares it with its checksums. It has another name until
 * all of that is done, and is removed when anything goes wrong.
 * @throws the error of the archive; BackupError when what was written is not whole; the reason of the signal.
 */
export async function saveBackup(options: {
  archive: AsyncIterable<Buffer>;
  file: string;
  onProgress: (progress: SaveProgress) => void;
  signal: AbortSignal;
}): Promise<Manifest> {
  const { archive, file, onProgress, signal } = options;
  const partial = `${file}.partial`;
  try {
    await write(archive, partial, onProgress, signal);
    onProgress({ writing: "reading it back", bytes: 0 });
    const manifest = await verifyArchive(partial, () => signal.throwIfAborted());
    await rename(partial, file);
    await syncDirectory(dirname(file));
    return manifest;
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function write(
  archive: AsyncIterable<Buffer>,
  partial: string,
  onProgress: (progress: SaveProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  await rm(partial, { force: true });
  const out = await open(partial, "wx", 0o600);
  let bytes = 0;
  let writing = "";
  const entries = tar.extract();
  entries.on("entry", (header, body, next) => {
    if (header.name !== manifestName && header.name.includes("/")) writing = dirname(header.name);
    body.on("end", next).resume();
  });
  entries.on("error", () => {}); // reading it back will tell
  try {
    for await (const chunk of archive) {
      signal.throwIfAborted();
      await out.writeFile(chunk);
      bytes += chunk.length;
      if (!entries.destroyed) entries.write(chunk);
      onProgress({ writing, bytes });
    }
    signal.throwIfAborted();
    await out.sync();
  } finally {
    entries.destroy();
    await out.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
