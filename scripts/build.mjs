// Builds the browser SDK and the console. With --if-stale only what changed since its last build, told by a hash over its sources.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
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

function* filesUnder(path) {
  for (const entry of entriesIn(path) ?? [null]) {
    if (entry === null) yield path;
    else yield* filesUnder(join(path, entry.name));
  }
}

/** In order; null for what is no directory. */
function entriesIn(path) {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error.code === "ENOTDIR") return null;
    if (error.code === "ENOENT") return [];
    throw error;
  }
}

function fingerprint(inputs) {
  const hash = createHash("sha256");
  for (const input of inputs)
    for (const file of filesUnder(join(root, input))) hash.update(relative(root, file)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

const stamps = join(root, ".build");
const stampOf = (target) => join(stamps, `${target.name.replaceAll(" ", "-")}.sha256`);

/** What has to be built, with what its sources are now; with `onlyStale` not what was built from the same. */
export function toBuild({ onlyStale }) {
  const all = targets.map((target) => ({ target, sources: fingerprint(target.inputs) }));
  const isBuilt = ({ target, sources }) =>
    existsSync(stampOf(target)) && readFileSync(stampOf(target), "utf8") === sources && existsSync(join(root, target.output));
  return onlyStale ? all.filter((each) => !isBuilt(each)) : all;
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  mkdirSync(stamps, { recursive: true });
  for (const { target, sources } of toBuild({ onlyStale: process.argv.includes("--if-stale") })) {
    console.log(`Building the ${target.name}…`);
    await target.build();
    writeFileSync(stampOf(target), sources);
  }
}
