import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BackupError, type MigrationInArchive } from "./archive-format.ts";

/** The files of the migrations that a backup was made with. @throws BackupError when this version does not have one of them, or another one by that name. */
export async function readMigrationsOf(wanted: readonly MigrationInArchive[], directory: string): Promise<{ name: string; sql: string }[]> {
  return Promise.all(
    wanted.map(async ({ name, checksum }) => {
      if (!/^\d{4}_[a-z0-9_-]+\.sql$/.test(name))
        throw new BackupError(`The backup names a migration ${JSON.stringify(name)}, which is none.`);
      const sql = await readFile(join(directory, name), "utf8").catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
        throw new BackupError(
          `The backup was made by a newer version: it has the migration ${name}, which this version does not know. Restore it with that version.`,
        );
      });
      if (createHash("sha256").update(sql.replaceAll("\r\n", "\n")).digest("hex") !== checksum)
        throw new BackupError(
          `The backup was made by another version: its migration ${name} differs from this version's. Restore it with the version that made it.`,
        );
      return { name, sql };
    }),
  );
}

/** Does something with a directory that holds these migrations alone. */
export async function withDirectoryOf<Result>(
  migrations: readonly { name: string; sql: string }[],
  work: (directory: string) => Promise<Result>,
): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "throughline-migrations-"));
  try {
    for (const { name, sql } of migrations) await writeFile(join(directory, name), sql);
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
