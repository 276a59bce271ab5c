// npm start: installs what is locked, builds what is stale, runs the server. `--dev` restarts it when its sources change.
import { join } from "node:path";
import { toBuild } from "./build.mjs";
import { ensureInstalled, root } from "./install.mjs";
import { runNode, runServer } from "./run-node.mjs";

async function start(args) {
  const dev = args.includes("--dev");
  const node = await ensureInstalled();
  if (toBuild({ onlyStale: true }).length > 0) {
    const built = await runNode(node, [join(root, "scripts", "build.mjs"), "--if-stale"]);
    if (built !== 0) return built;
  }
  const server = [join(root, "apps", "server", "src", "main.ts"), ...args.filter((arg) => arg !== "--dev")];
  return runServer(node, dev ? ["--watch", "--watch-preserve-output", ...server] : server);
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
