// npm run bench [name] [options]: runs bench/<name>.bench.ts on Node 24; without a name all of them, one after another.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ensureInstalled, root } from "./install.mjs";
import { runNode } from "./run-node.mjs";

const directory = join(root, "bench");
const suffix = ".bench.ts";
const known = readdirSync(directory)
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();

async function bench([name, ...options]) {
  if (name !== undefined && !known.includes(name)) {
    console.error(`No bench is called ${name}. There are: ${known.join(", ")}.`);
    return 1;
  }
  const node = await ensureInstalled();
  const env = { UV_THREADPOOL_SIZE: "16", ...process.env };
  let worst = 0;
  for (const each of name === undefined ? known : [name]) {
    if (name === undefined) console.log(`\n── ${each} ──`);
    const code = await runNode(node, [join(directory, each + suffix), ...options], { env });
    if (code > 128) return code; // interrupted: so is the rest
    worst = Math.max(worst, code);
  }
  return worst;
}

try {
  process.exitCode = await bench(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
