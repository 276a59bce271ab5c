// npm run cli -- …: the command line of the product, on Node 24.
import { join } from "node:path";
import { ensureInstalled, root } from "./install.mjs";
import { runNode } from "./run-node.mjs";

try {
  const node = await ensureInstalled();
  const env = { UV_THREADPOOL_SIZE: "16", ...process.env };
  process.exitCode = await runNode(node, [join(root, "apps", "server", "src", "cli.ts"), ...process.argv.slice(2)], { env });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
