import { createHash, randomBytes } from "node:crypto";
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { binariesIn, type PostgresBinaries } from "./postgres-binaries.ts";
import { canEnter, canRun, findServiceAccount, lookUpAccount, type ServiceAccount } from "./service-account.ts";

/** Where a cluster lives and who runs it. */
export type ClusterPlace = {
  /** Holds the cluster in `postgres`, and our settings beside it. */
  base: string;
  binaries: PostgresBinaries;
  /** Whom Postgres runs as; null: as ourselves. */
  account: ServiceAccount | null;
};

/** Places that outlive a reboot, in the order of preference, for what cannot live in a closed data directory. */
const reachablePlaces = ["/var/lib/throughline", "/var/tmp/throughline-root"];

/**
 * An ordinary user's cluster lives in the data directory. Root's is run by another user, who must reach it and the
 * binaries: where the data directory or the clone is closed to that user (a root's home is), the cluster and a copy of
 * the binaries go to a place that is not. Which place it was is remembered in `<dataDir>/postgres.location`.
 *
 * @param dataDir existing, real path.
 * @param say hears in one line what root should know about who runs it and where it is.
 */
export async function findClusterPlace(dataDir: string, binaries: PostgresBinaries, say: (message: string) => void): Promise<ClusterPlace> {
  if (process.getuid?.() !== 0) return { base: dataDir, binaries, account: null };

  const remembered = await readLocation(dataDir);
  const account = (await clusterOwner(remembered ?? dataDir)) ?? (await findServiceAccount());
  const base = remembered ?? ((await canEnter(account, dataDir)) ? dataDir : await chooseBase(dataDir, account));
  const reachable = (await canRun(account, binaries.postgres, ["--version"])) ? binaries : await copyBinaries(binaries, account);
  if (base === dataDir) {
    say(`Postgres does not run as root: it runs as the user "${account.name}".`);
  } else {
    say(
      `Postgres does not run as root: it runs as the user "${account.name}", who cannot enter ${dataDir}, so its database is in ${base}.`,
    );
  }
  return { base, binaries: reachable, account };
}

async function readLocation(dataDir: string): Promise<string | null> {
  const file = join(dataDir, "postgres.location");
  let base: string;
  try {
    base = (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  const found = await stat(base).catch(() => null);
  if (!found)
    throw new Error(
      `The database of this data directory was kept in ${base}, which is gone. Put it back, or remove ${file} to begin with an empty one.`,
    );
  return base;
}

/** A cluster keeps its owner, whoever starts it. */
async function clusterOwner(base: string): Promise<ServiceAccount | null> {
  const cluster = await stat(join(base, "postgres")).catch(() => null);
  return cluster ? lookUpAccount(cluster.uid) : null;
}

async function chooseBase(dataDir: string, account: ServiceAccount): Promise<string> {
  // Random besides the hash: a data directory that was deleted and made anew must not find the old database.
  const name = `${createHash("sha256").update(dataDir).digest("hex").slice(0, 8)}-${randomBytes(3).toString("hex")}`;
  const base = join(await openPlace(account), name);
  await makeOpenDirectory(base);
  await writeFile(join(base, "data-directory"), `${dataDir}\n`);
  await writeFile(join(dataDir, "postgres.location"), `${base}\n`);
  return base;
}

/** Copies the binaries once for each version, complete or not at all. */
async function copyBinaries(binaries: PostgresBinaries, account: ServiceAccount): Promise<PostgresBinaries> {
  const target = join(await openPlace(account), `binaries-${binaries.version}-${process.arch}`);
  const copy = binariesIn(target, binaries.version);
  if (await canRun(account, copy.postgres, ["--version"])) return copy;
  const draft = `${target}.${randomBytes(4).toString("hex")}`;
  // Static libraries are for compilers.
  await cp(binaries.directory, draft, { recursive: true, verbatimSymlinks: true, filter: (source) => !source.endsWith(".a") });
  await openForReading(draft);
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
  if (await canRun(account, copy.postgres, ["--version"])) return copy;
  throw new Error(
    `The user "${account.name}" cannot run programs from ${target}. Start as an ordinary user, or set DATABASE_URL to a Postgres server.`,
  );
}

async function openPlace(account: ServiceAccount): Promise<string> {
  const refused: string[] = [];
  for (const place of reachablePlaces) {
    try {
      await makeOpenDirectory(place);
      if (await canEnter(account, place)) return place;
      refused.push(`${place}: closed to that user`);
    } catch (error) {
      refused.push((error as Error).message);
    }
  }
  throw new Error(
    `No place for the database that the user "${account.name}" can reach (${refused.join("; ")}). Set THROUGHLINE_DATA_DIR to a directory open to that user, or DATABASE_URL to a Postgres server.`,
  );
}

/** Everybody may pass through, only root may write. One that belongs to somebody else is refused: we run programs from it. */
async function makeOpenDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  const { uid, mode } = await lstat(path);
  if (uid !== 0 || (mode & 0o170000) !== 0o040000) throw new Error(`${path}: not a directory of root`);
  await chmod(path, 0o755);
}

async function openForReading(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, basename(directory) === "bin" || entry.name.includes(".so") ? 0o755 : 0o644);
  }
}
