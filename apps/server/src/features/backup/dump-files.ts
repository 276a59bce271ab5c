import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FileInArchive, Part } from "./archive-format.ts";
import { numbered, partBytes, type ArchiveWriter } from "./archive-writer.ts";

/** What the data directory holds beside the stores: the secret that signs cookies and encrypts second factors, and files that are being imported. */
async function pathsToKeep(dataDir: string): Promise<string[]> {
  const imports = await readdir(join(dataDir, "imports")).catch(orNothing([]));
  return ["secret", ...imports.filter((name) => !name.endsWith(".part")).map((name) => `imports/${name}`)];
}

/** Writes those files, piece by piece. One that is gone by the time it is read (an import that ended) is left out. */
export async function dumpFiles(dataDir: string, archive: ArchiveWriter): Promise<FileInArchive[]> {
  const files: FileInArchive[] = [];
  for (const path of await pathsToKeep(dataDir)) {
    const file = await open(join(dataDir, path)).catch(orNothing(null));
    if (!file) continue;
    try {
      const parts: Part[] = [];
      let bytes = 0;
      for (;;) {
        const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(partBytes), position: bytes });
        if (bytesRead === 0) break;
        parts.push(await archive.part(`files/${path}/${numbered(parts.length)}.zst`, buffer.subarray(0, bytesRead), 0));
        bytes += bytesRead;
      }
      files.push({ path, bytes, parts });
    } finally {
      await file.close();
    }
  }
  return files;
}

const orNothing =
  <T>(nothing: T) =>
  (error: NodeJS.ErrnoException): T => {
    if (error.code === "ENOENT") return nothing;
    throw error;
  };
