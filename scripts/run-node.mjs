// Runs our programs on Node 24, as if they were this process: signals go to them, their exit code is ours.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { root } from "./install.mjs";

/**
 * Runs a command of ours in the foreground, with our terminal.
 * @param {string} node path of Node 24, from ensureInstalled().
 * @param {string[]} args
 * @returns {Promise<number>} its exit code, 128 + n when signal n ended it.
 */
export async function runNode(node, args, { env = process.env } = {}) {
  const child = spawn(node, args, { env, stdio: "inherit" });
  // At a terminal Ctrl-C reaches the child by itself, for it is in our process group.
  const stop = forwardSignals((signal) => (signal === "SIGINT" && process.stdin.isTTY ? undefined : child.kill(signal)));
  return exitCode(child).finally(stop);
}

/**
 * What the server needs from its start on: threads for queries and files, and four heaps for malloc, not one for each thread: less memory is kept once it has worked. With two heaps,
 * accepting is slower by a third. Young objects have 48 MB: by itself V8 takes 134 under load and keeps them, and is no faster.
 * Old ones have a gigabyte a thread, of which some 60 MB are in use: with more, V8 lets what is garbage grow to four times that before it looks, and keeps it for
 * minutes. Whoever needs other figures sets NODE_OPTIONS.
 */
const serverEnv = JSON.parse(readFileSync(join(root, "scripts", "server-env.json"), "utf8"));

/**
 * Runs the server. It leads a process group of its own, so that each signal reaches it once, from us; and it holds the other
 * end of a pipe from us as standard input, which tells it when we are gone, however that came about (see
 * apps/server/src/platform/process/parent-watch.ts).
 */
export async function runServer(node, args, { env = process.env } = {}) {
  const child = spawn(node, args, {
    cwd: root,
    // What was compiled last time is taken from there: a start costs half.
    env: {
      ...serverEnv,
      NODE_COMPILE_CACHE: join(root, ".build", "compile-cache"),
      ...env,
      THROUGHLINE_PARENT: "stdin",
    },
    stdio: ["pipe", "inherit", "inherit"],
    detached: true,
  });
  child.stdin.on("error", () => {}); // it may end before us, and then there is nobody to tell
  let lastMs = -Infinity;
  const stop = forwardSignals((signal) => {
    // npm passes on what the terminal has sent to us already.
    if (performance.now() - lastMs < 500) return;
    lastMs = performance.now();
    child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
  });
  const stopWatching = watchNpm(() => child.kill("SIGTERM"));
  return exitCode(child).finally(() => {
    stop();
    stopWatching();
  });
}

function exitCode(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
  });
}

function forwardSignals(forward) {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return () => signals.forEach((signal) => process.off(signal, forward));
}

/** Calls when the npm that started us is gone without a word (kill -9): whoever stops npm means us. */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return () => {};
  const parent = process.ppid;
  const grandparent = shellParent(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && (grandparent === null || isRunning(grandparent))) return;
    clearInterval(timer);
    onGone();
  }, 300);
  return () => clearInterval(timer);
}

/** npm starts scripts through a shell, which mostly becomes the script but may also stay between. */
function shellParent(pid) {
  const fields = statFields(pid);
  return fields && /^\((da|ba|a|k|z)?sh\)$/.test(fields.command) ? fields.parent : null;
}

function isRunning(pid) {
  const fields = statFields(pid);
  return fields !== null && fields.state !== "Z";
}

/** From proc_pid_stat(5); null when there is no such process, or no /proc. */
function statFields(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = stat.lastIndexOf(")") + 1;
    const [state, parent] = stat.slice(end + 1).split(" ");
    return { command: stat.slice(stat.indexOf("("), end), state, parent: Number(parent) };
  } catch {
    return null;
  }
}
