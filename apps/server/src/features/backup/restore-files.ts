import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { BackupError, type FileInArchive } from "./archive-format.ts";
import type { ArchiveParts } from "./read-archive.ts";

/** Files of a backup, written beside the data directory's own until `place` puts them there. */
export async function stageFiles(dataDir: string, files: readonly FileInArchive[], archive: ArchiveParts) {
  const staging = join(dataDir, `restore.${process.pid}`);
  const remove = () => rm(staging, { recursive: true, force: true });
  try {
    for (const { path, bytes, parts } of files) {
      if (!/^(secret|imports\/[\w.-]+)$/.test(path))
        throw new BackupError(`The backup holds a file ${JSON.stringify(path)}, which has no place in a data directory.`);
      await mkdir(dirname(join(staging, path)), { recursive: true, mode: 0o700 });
      const file = await open(join(staging, path), "wx", 0o600);
      try {
        for await (const content of archive.take(parts)) await file.writeFile(content);
        const { size } = await file.stat();
        if (size !== bytes) throw new BackupError(`Of the ${bytes} bytes of ${path} in the backup, ${size} arrived.`);
        await file.sync();
      } finally {
        await file.close();
      }
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    remove,
    /** Moves them into place, over what is there. */
    async place(): Promise<void> {
      await rm(join(dataDir, "imports"), { recursive: true, force: true });
      for (const { path } of files) {
        await mkdir(dirname(join(dataDir, path)), { recursive: true, mode: 0o700 });
        await rename(join(staging, path), join(dataDir, path));
      }
      await remove();
    },
  };
}
