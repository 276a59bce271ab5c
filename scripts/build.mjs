// Builds the browser SDK and the console. With --if-stale only what changed since its last build, told by a hash over its sources.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./install.mjs";

const targets = [
  {
    name: "browser SDK",
    inputs: ["packages/web/src", "packages/web/build.mjs", "packages/web/package.json"],
    output: "packages/web/dist/throughline.js",
    build: buildSdk,
  },
  {
    name: "console",
    inputs: [
      "apps/console/src",
      "apps/console/public",
      "apps/console/build",
      "apps/console/index.html",
      "apps/console/vite.config.ts",
      "apps/console/package.json",
      "packages/contract/src",
      "package-lock.json",
    ],
    output: "apps/console/dist/index.html",
    build: buildConsole,
  },
];

async function buildSdk() {
  const { buildWebSdk } = await import(pathToFileURL(join(root, "packages/web/build.mjs")).href);
  await buildWebSdk({ outDir: join(root, "packages/web/dist") });
}

async function buildConsole() {
  const { build } = await import("vite");
  await build({ root: join(root, "apps/console"), configFile: join(root, "apps/console/vite.config.ts"), logLevel: "warn" });
}

async function* filesUnder(path) {
  const entries = await readdir(path, { withFileTypes: true }).catch((error) => {
    if (error.code === "ENOTDIR") return null;
    if (error.code === "ENOENT") return [];
    throw error;
  });
  if (entries === null) return yield path;
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) yield* filesUnder(join(path, entry.name));
}

async function fingerprint(inputs) {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for await (const file of filesUnder(join(root, input)))
      hash
        .update(relative(root, file))
        .update("\0")
        .update(await readFile(file));
  }
  return hash.digest("hex");
}

const onlyIfStale = process.argv.includes("--if-stale");
const stamps = join(root, ".build");
await mkdir(stamps, { recursive: true });
for (const target of targets) {
  const stamp = join(stamps, `${target.name.replaceAll(" ", "-")}.sha256`);
  const now = await fingerprint(target.inputs);
  const before = await readFile(stamp, "utf8").catch(() => "");
  if (onlyIfStale && before === now && existsSync(join(root, target.output))) continue;
  console.log(`Building the ${target.name}…`);
  await target.build();
  await writeFile(stamp, now);
}
