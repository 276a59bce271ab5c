import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const packageDir = import.meta.dirname;
const run = promisify(execFile);

/** What a page may have to load, in bytes after gzip; the same for what it loads only where friction is asked for. */
const gzipLimitBytes = 6 * 1024;

/** The second file stays one: both forms of the first import it by the name it has beside them. */
const frictionFile = {
  name: "friction-file",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /\/start-friction\.ts$/ }, ({ kind }) =>
      kind === "dynamic-import" ? { path: "./friction.js", external: true } : undefined,
    );
  },
};

/**
 * Builds the script tag (`throughline.js`, IIFE), the ES module (`index.js`), what both load for friction (`friction.js`), and types (`types/`).
 *
 * @param {{ outDir?: string }} [options] absolute; default `dist` of this package
 * @returns {Promise<{ file: string, bytes: number, gzipBytes: number }[]>} what was written
 * @throws when a bundle is larger than the limit
 */
export async function buildWebSdk({ outDir = join(packageDir, "dist") } = {}) {
  /** @type {import("esbuild").BuildOptions} */
  const options = {
    bundle: true,
    minify: true,
    target: "es2020",
    legalComments: "none",
    absWorkingDir: packageDir,
    plugins: [frictionFile],
  };
  await Promise.all([
    build({ ...options, entryPoints: ["src/script.ts"], format: "iife", outfile: join(outDir, "throughline.js") }),
    build({ ...options, entryPoints: ["src/index.ts"], format: "esm", outfile: join(outDir, "index.js") }),
    build({ ...options, entryPoints: ["src/friction/start-friction.ts"], format: "esm", outfile: join(outDir, "friction.js") }),
    writeTypes(join(outDir, "types")),
  ]);
  const sizes = await Promise.all(["throughline.js", "index.js", "friction.js"].map((file) => measure(outDir, file)));
  const tooLarge = sizes.filter(({ gzipBytes }) => gzipBytes > gzipLimitBytes);
  if (tooLarge.length > 0) {
    const found = tooLarge.map(({ file, gzipBytes }) => `${file} ${gzipBytes}`).join(", ");
    throw new Error(`The browser SDK is over ${gzipLimitBytes} bytes gzip: ${found}.`);
  }
  return sizes;
}

/** @param {string} outDir */
async function writeTypes(outDir) {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  const project = join(packageDir, "tsconfig.build.json");
  await run(process.execPath, [compiler, "-p", project, "--outDir", outDir]);
}

/**
 * @param {string} outDir
 * @param {string} file
 */
async function measure(outDir, file) {
  const content = await readFile(join(outDir, file));
  return { file, bytes: content.length, gzipBytes: gzipSync(content, { level: 9 }).length };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  for (const { file, bytes, gzipBytes } of await buildWebSdk()) {
    console.log(`${file}: ${bytes} bytes, ${gzipBytes} gzip (limit ${gzipLimitBytes})`);
  }
}
