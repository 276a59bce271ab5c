import { chmod, link, mkdir, readFile, realpath, rename, rm, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { processIdentity } from "../process/process-identity.ts";

/** What the lock file holds: which process, in a way that a recycled pid cannot imitate. */
type Holder = { pid: number; identity: string | null };

export type DataLock = { release(): Promise<void> };

/** Another live Throughline works on this data directory. */
export class DataDirectoryInUse extends Error {
  override name = "DataDirectoryInUse";
  readonly pid: number;
  constructor(dataDir: string, pid: number) {
    super(
      `Another Throughline (process ${pid}) already works on ${dataDir}. Stop that one, or set THROUGHLINE_DATA_DIR to another directory.`,
    );
    this.pid = pid;
  }
}

/** Locks that this process holds, by path, with how often they were taken: both stores of one process share the lock. */
const held = new Map<string, number>();

/**
 * Makes this process the only one that works on the data directory (created when missing). A lock left by a process that
 * no longer runs is taken over. Within one process it can be taken several times; the last release removes it.
 *
 * @param waitMs how long to wait for a process that is perhaps just stopping. Default 5000.
 * @throws DataDirectoryInUse when another live process still holds it after that.
 */
export async function acquireDataLock(dataDir: string, { waitMs = 5000 } = {}): Promise<DataLock> {
  const created = await mkdir(dataDir, { recursive: true });
  if (created !== undefined) await chmod(dataDir, newDirectoryMode());
  const path = join(await realpath(dataDir), "throughline.lock");
  if (!held.has(path)) await waitForLock(path, dirname(path), Date.now() + waitMs);
  held.set(path, (held.get(path) ?? 0) + 1);
  let released = false;
  return {
    async release() {
      if (released) return;
      released = true;
      const left = held.get(path)! - 1;
      if (left > 0) return void held.set(path, left);
      held.delete(path);
      await rm(path, { force: true });
    },
  };
}

/** The pid of the live process that holds the data directory, or null. */
export async function dataLockHolder(dataDir: string): Promise<number | null> {
  const holder = await readHolder(join(dataDir, "throughline.lock"));
  return holder && isLive(holder) ? holder.pid : null;
}

/** Private to its owner; root lets others pass through (not list), for it runs Postgres as another user. */
function newDirectoryMode(): number {
  return process.getuid?.() === 0 ? 0o711 : 0o700;
}

async function waitForLock(path: string, dataDir: string, deadline: number): Promise<void> {
  for (;;) {
    if (await createLock(path)) return;
    const holder = await readHolder(path);
    if (holder && isLive(holder)) {
      if (holder.pid === process.pid) return; // taken by a call of this process that ran beside this one
      if (Date.now() >= deadline) throw new DataDirectoryInUse(dataDir, holder.pid);
      await delay(100);
    } else {
      await removeStale(path, holder);
    }
  }
}

/** Creates the file with its content in one step, so that nobody ever reads half of it. False when it exists. */
async function createLock(path: string): Promise<boolean> {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  const holder: Holder = { pid: process.pid, identity: processIdentity(process.pid) };
  await writeFile(draft, JSON.stringify(holder), { mode: 0o644 });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(path, "utf8")) as Holder;
    return Number.isSafeInteger(holder.pid) ? holder : null;
  } catch {
    return null; // gone meanwhile, or no lock of ours: stale either way
  }
}

function isLive(holder: Holder): boolean {
  const identity = processIdentity(holder.pid);
  return identity !== null && identity === holder.identity;
}

/**
 * Moves the stale lock aside and looks at what was moved: between reading and moving another starter may have taken the
 * lock, and then it gets its own back.
 */
async function removeStale(path: string, expected: Holder | null): Promise<void> {
  const aside = `${path}.stale.${randomBytes(4).toString("hex")}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  const moved = await readHolder(aside);
  if (moved && isLive(moved) && moved.identity !== expected?.identity) await link(aside, path).catch(ignoreExisting);
  await rm(aside, { force: true });
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}
