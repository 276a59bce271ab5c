// Runs the checks side by side and says which failed, with their output.
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { checks } from "./checks.mjs";
import { root } from "./install.mjs";

function run(node, { command, args }) {
  // The tools' own scripts say `env node`: let that be ours.
  const env = {
    ...process.env,
    PATH: [dirname(node), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
    NO_COLOR: "1",
  };
  const child = spawn(command === process.execPath ? node : command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ passed: code === 0, output }));
  });
}

/** @returns {Promise<{ passed: number, failed: number }>} */
export async function runChecks(node) {
  const queue = [...checks];
  const counts = { passed: 0, failed: 0 };
  async function worker() {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const startedMs = performance.now();
      const { passed, output } = await run(node, check);
      counts[passed ? "passed" : "failed"]++;
      console.log(`${passed ? "✓" : "✗"} ${check.name} (${((performance.now() - startedMs) / 1000).toFixed(1)} s)`);
      if (!passed) console.log(output.trimEnd().replace(/^/gm, "    "));
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return counts;
}
