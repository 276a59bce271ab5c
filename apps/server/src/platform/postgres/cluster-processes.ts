import { execFile } from "node:child_process";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { processIdentity } from "../process/process-identity.ts";

const run = promisify(execFile);

export type ClusterProcesses = {
  /** The server processes started on the directory: at most one, unless something is badly wrong. */
  postmasters: number[];
  /** Processes that belong to such a server; they can outlive it for a moment when it is killed. */
  children: number[];
};

/**
 * The Postgres processes that work on a cluster, known by their command lines, which everybody may read.
 * @param cluster real path of the data directory that they were started with.
 */
export async function findClusterProcesses(cluster: string, clusterName: string): Promise<ClusterProcesses> {
  const processes = process.platform === "linux" ? await readProc() : await readPs();
  const found: ClusterProcesses = { postmasters: [], children: [] };
  for (const { pid, command } of processes) {
    if (/^\S.*postgres -D /.test(command) && command.includes(` -D ${cluster} -p `)) found.postmasters.push(pid);
    else if (command.startsWith(`postgres: ${clusterName}: `)) found.children.push(pid);
  }
  return found;
}

/**
 * Stops whatever a killed process left running on the cluster, and removes the pid file that stands for it. Fast
 * shutdown first, which loses nothing; then immediate, which the next start recovers from; then by force.
 * @returns whether there was anything to stop.
 */
export async function stopLeftovers(cluster: string, clusterName: string): Promise<boolean> {
  const { postmasters, children } = await findClusterProcesses(cluster, clusterName);
  for (const pid of postmasters)
    await stopProcess(pid, [
      ["SIGINT", 30_000],
      ["SIGQUIT", 5_000],
    ]);
  // With their server gone they end by themselves, a busy one only after its statement.
  for (const pid of children) await stopProcess(pid, [["SIGQUIT", 2_000]]);
  await removeStalePidFile(cluster);
  return postmasters.length + children.length > 0;
}

/**
 * Postgres refuses to start when the pid in its file belongs to any live process of the same user, and pids are used again.
 * A file whose process is not a Postgres is removed; any other is left for Postgres to judge.
 */
async function removeStalePidFile(cluster: string): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  const content = await readFile(file, "utf8").catch(ignoreMissing);
  if (content === null) return;
  const pid = Number(content.split("\n", 1)[0]);
  const processes = process.platform === "linux" ? await readProc() : await readPs();
  if (!processes.some((other) => other.pid === pid && other.command.includes("postgres"))) await rm(file, { force: true });
}

/** Sends the signals in turn, each with its time to work, and then SIGKILL. Returns when the process is gone. */
export async function stopProcess(pid: number, steps: readonly (readonly [signal: NodeJS.Signals, waitMs: number])[]): Promise<void> {
  const identity = processIdentity(pid);
  if (identity === null) return;
  for (const [signal, waitMs] of [...steps, ["SIGKILL", 10_000] as const]) {
    if (!send(pid, signal)) return;
    for (const until = Date.now() + waitMs; Date.now() < until;) {
      if (processIdentity(pid) !== identity) return;
      await delay(10);
    }
  }
  throw new Error(`Process ${pid} does not end, not even by force.`);
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

type RunningProcess = { pid: number; command: string };

async function readProc(): Promise<RunningProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const processes = await Promise.all(
    pids.map(async (pid) => {
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""); // ended meanwhile
      return { pid: Number(pid), command: command.replaceAll("\0", " ").trim() };
    }),
  );
  return processes.filter(({ command }) => command !== "");
}

async function readPs(): Promise<RunningProcess[]> {
  const { stdout } = await run("ps", ["-A", "-ww", "-o", "pid=,command="], { maxBuffer: 32 * 1024 * 1024 });
  return stdout.split("\n").flatMap((line) => {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    return match ? [{ pid: Number(match[1]), command: match[2]! }] : [];
  });
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
