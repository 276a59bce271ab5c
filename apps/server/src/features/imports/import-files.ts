import { access, mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

const staleAfterMs = 60 * 60 * 1000;

/** Where the files of imports lie: the upload itself, its part while it arrives, and what could not be used of it. */
export function importFiles(dataDir: string) {
  const directory = join(dataDir, "imports");
  const data = (id: string) => join(directory, id);
  const part = (id: string) => join(directory, `${id}.part`);
  const failures = (id: string) => join(directory, `${id}.failures.csv`);
  return {
    data,
    part,
    failures,
    ensureDirectory: async (): Promise<void> => void (await mkdir(directory, { recursive: true, mode: 0o700 })),
    /** Whether the upload is still here. */
    isThere: (id: string): Promise<boolean> =>
      access(data(id)).then(
        () => true,
        () => false,
      ),
    removeData: (id: string): Promise<void> => rm(data(id), { force: true }),
    async removeAll(id: string): Promise<void> {
      for (const path of [data(id), part(id), failures(id)]) await rm(path, { force: true });
    },
    /** Removes what a crash left: parts of uploads, and files whose import is gone. Young ones may be on their way. */
    async sweep(isKnown: (ids: string[]) => Promise<ReadonlySet<string>>, now: number): Promise<void> {
      const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw error;
      });
      const idOf = (name: string) => name.split(".")[0] as string;
      const known = await isKnown([...new Set(names.map(idOf))]);
      for (const name of names) {
        if (known.has(idOf(name)) && !name.endsWith(".part")) continue;
        const path = join(directory, name);
        const found = await stat(path).catch(() => null);
        if (found && now - found.mtimeMs > staleAfterMs) await rm(path, { force: true });
      }
    },
  };
}
export type ImportFiles = ReturnType<typeof importFiles>;
