import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A user of the operating system. */
export type ServiceAccount = { name: string; uid: number; gid: number };

/** Postgres gets nothing of our environment but this: PG* variables or a library path of the caller would change it. */
export const postgresEnvironment = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };

/** Ways to make a system user, by what different systems have: shadow, then busybox. */
const creations = [
  ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "throughline"],
  ["adduser", "-S", "-D", "-H", "-s", "/sbin/nologin", "throughline"],
] as const;

/**
 * The unprivileged user that runs Postgres when we are root, which Postgres refuses: an existing `postgres`, else
 * a system user `throughline` (created when the system can), else `nobody`.
 * @throws when there is none of them.
 */
export async function findServiceAccount(): Promise<ServiceAccount> {
  const existing = (await lookUpAccount("postgres")) ?? (await lookUpAccount("throughline"));
  if (existing) return existing;
  for (const [command, ...args] of creations) {
    const created = await run(command, args).then(
      () => lookUpAccount("throughline"),
      () => null,
    );
    if (created) return created;
  }
  const nobody = await lookUpAccount("nobody");
  if (nobody) return nobody;
  throw new Error(
    "Postgres does not run as root, and this system has no other user for it (postgres, throughline, nobody), nor a way to create one. Start as an ordinary user, or set DATABASE_URL to a Postgres server.",
  );
}

/** The user with this name or uid, or null. Only users that the system can name are of use: initdb asks for the name. */
export async function lookUpAccount(user: string | number): Promise<ServiceAccount | null> {
  try {
    const [uid, gid, name] = await Promise.all(
      ["-u", "-g", "-un"].map(async (flag) => (await run("id", [flag, String(user)])).stdout.trim()),
    );
    const account = { name: name!, uid: Number(uid), gid: Number(gid) };
    return account.uid === 0 ? null : account;
  } catch {
    return null; // id exits 1 for an unknown user
  }
}

/** Whether this user can run the program: every directory above it open, libraries found, right machine. */
export async function canRun(account: ServiceAccount, program: string, args: readonly string[]): Promise<boolean> {
  try {
    await run(program, [...args], { uid: account.uid, gid: account.gid, cwd: "/", env: postgresEnvironment });
    return true;
  } catch {
    return false;
  }
}

/** Whether this user can pass through the directory to what lies inside. */
export function canEnter(account: ServiceAccount, directory: string): Promise<boolean> {
  return canRun(account, "/bin/sh", ["-c", 'cd -- "$0"', directory]);
}
