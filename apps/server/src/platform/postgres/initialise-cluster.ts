import { execFile } from "node:child_process";
import { chmod, chown, lchown, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ClusterPlace } from "./cluster-place.ts";
import { postgresEnvironment, type ServiceAccount } from "./service-account.ts";

const run = promisify(execFile);

/** Role and database of the embedded cluster. */
export const embeddedName = "throughline";

/**
 * Makes sure that there is a cluster at `<base>/postgres`, owned by whoever runs it and of our major version.
 * A new one comes into place complete or not at all. UTF-8, ordered by code point: the same on every machine.
 * @throws when it was made by another major version, or by another user while we are not root.
 */
export async function initialiseCluster(place: ClusterPlace, password: string): Promise<void> {
  const cluster = join(place.base, "postgres");
  const made = await readClusterVersion(cluster);
  const major = place.binaries.version.split(".", 1)[0];
  if (made !== null && made !== major) {
    throw new Error(
      `The database in ${cluster} was made by Postgres ${made}; this version of Throughline brings ${major}. Start the version that made it, back up (npm run cli -- backup), and restore into a new data directory.`,
    );
  }
  if (made === null) await createCluster(place, cluster, password);
  else if (place.account) await takeOver(cluster, place.account);
}

async function readClusterVersion(cluster: string): Promise<string | null> {
  try {
    return (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return null;
    if (code === "EACCES")
      throw new Error(
        `The database in ${cluster} belongs to another user. Start as that user (or as root, if root made it), or set THROUGHLINE_DATA_DIR to another directory.`,
        { cause: error },
      );
    throw error;
  }
}

async function createCluster({ base, binaries, account }: ClusterPlace, cluster: string, password: string): Promise<void> {
  const draft = join(base, "postgres.initialising");
  const passwordFile = `${draft}.password`;
  await rm(draft, { recursive: true, force: true }); // of a start that was killed here
  await rm(passwordFile, { force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: "wx" });
  if (account) {
    await chown(draft, account.uid, account.gid);
    await chown(passwordFile, account.uid, account.gid);
  }
  const create = (characterType: string) => {
    const options = [
      `--pgdata=${draft}`,
      `--username=${embeddedName}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      `--lc-ctype=${characterType}`,
      "--no-instructions",
    ];
    return run(binaries.initdb, options, { cwd: "/", env: postgresEnvironment, ...(account && { uid: account.uid, gid: account.gid }) });
  };
  try {
    // Only pg_trgm still asks the system what a letter is. Where the system has no C.UTF-8 it knows those of ASCII.
    await create("C.UTF-8").catch((error: unknown) => (/invalid locale name/.test(said(error)) ? create("C") : Promise.reject(error)));
  } catch (error) {
    throw new Error(`Postgres could not create its database in ${base}: ${said(error)}`, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rm(cluster, { recursive: true, force: true }); // without PG_VERSION it never was a cluster
  await rename(draft, cluster);
}

function said(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string };
  return stderr?.trim() || message;
}

/** Gives a cluster that root copied or restored back to the user who runs it. */
async function takeOver(cluster: string, account: ServiceAccount): Promise<void> {
  if ((await lstat(cluster)).uid === account.uid) return;
  const giveAway = async (path: string): Promise<void> => {
    await lchown(path, account.uid, account.gid);
    if (!(await lstat(path)).isDirectory()) return;
    for (const name of await readdir(path)) await giveAway(join(path, name));
  };
  await giveAway(cluster);
  await chmod(cluster, 0o700);
}
