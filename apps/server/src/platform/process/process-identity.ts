import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * Says which process a pid means right now: a token that stays the same for the life of that process and differs for
 * any later process that gets the same pid, also after a reboot. Null when no such process runs (a zombie does not run).
 */
export function processIdentity(pid: number): string | null {
  return process.platform === "linux" ? linuxIdentity(pid) : psIdentity(pid);
}

function linuxIdentity(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // The command name stands in parentheses and may itself hold spaces and parentheses; the fields after the last one count
  // from 3 (state), and the start time in ticks since boot is field 22: proc_pid_stat(5).
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  if (fields[0] === "Z" || fields[0] === "X") return null;
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot}:${fields[19]}`;
}

function psIdentity(pid: number): string | null {
  try {
    const started = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], {
      env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
      encoding: "utf8",
    });
    return started.trim() || null;
  } catch {
    return null; // ps exits 1 when there is no such process
  }
}
