import { readdirSync, readFileSync } from "node:fs";

/** Of the kernel's clock that /proc counts in. */
const msPerTick = 10;

/** CPU time in ms that this process and all that it started have used so far; of what it started only where there is a /proc. Says what work costs on a machine that is busy otherwise, too. */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage();
  const processes = new Map<number, { parent: number; ms: number }>();
  for (const name of process.platform === "linux" ? readdirSync("/proc") : []) {
    if (!/^\d+$/.test(name)) continue;
    const fields = statOf(name)?.split(" ");
    // Its own in the kernel and outside of it, and of those that it started and that have ended.
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields?.[index] ?? 0), 0);
    if (fields) processes.set(Number(name), { parent: Number(fields[1]), ms: ticks * msPerTick });
  }
  const isOurs = (pid: number): boolean => {
    let at = pid;
    while (at > 1 && at !== process.pid) at = processes.get(at)?.parent ?? 0;
    return at === process.pid && pid !== process.pid;
  };
  const started = [...processes].filter(([pid]) => isOurs(pid)).reduce((sum, [, { ms }]) => sum + ms, 0);
  return (user + system) / 1000 + started;
}

/** What stands behind the name in /proc/…/stat; null for a process that has ended meanwhile. */
function statOf(pid: string): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || (error as NodeJS.ErrnoException).code === "ESRCH") return null;
    throw error;
  }
}
