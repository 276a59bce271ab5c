import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWebSdk } from "./build.mjs";
import { version } from "./src/version.ts";

let outDir: string;
let sizes: Awaited<ReturnType<typeof buildWebSdk>>;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), "web-sdk-"));
  sizes = await buildWebSdk({ outDir });
}, 60_000);
afterAll(() => rm(outDir, { recursive: true, force: true }));

test("script tag, module and the file for friction are at most 6 KB after gzip each", () => {
  expect(sizes.map(({ file }) => file)).toEqual(["throughline.js", "index.js", "friction.js"]);
  for (const { gzipBytes } of sizes) expect(gzipBytes).toBeLessThanOrEqual(6 * 1024);
});

test("the bundles need no evaluated code, as a strict content security policy demands", async () => {
  for (const { file } of sizes) {
    expect(await readFile(join(outDir, file), "utf8")).not.toMatch(/\beval\b|new Function|innerHTML|\.style\b/);
  }
});

test("the detection of friction is loaded only where it is asked for", async () => {
  for (const file of ["throughline.js", "index.js"]) {
    expect(await readFile(join(outDir, file), "utf8")).not.toMatch(/Rage Click|MutationObserver/);
  }
  expect(await readFile(join(outDir, "friction.js"), "utf8")).toMatch(/Rage Click/);
});

test("the module brings its types", async () => {
  expect(await readFile(join(outDir, "types", "index.d.ts"), "utf8")).toContain("export declare function track(");
});

test("events name the version of the package", async () => {
  const manifest = JSON.parse(await readFile(join(import.meta.dirname, "package.json"), "utf8")) as { version: string };
  expect(version).toBe(manifest.version);
});
