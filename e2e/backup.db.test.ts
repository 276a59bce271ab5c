import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Analytics } from "@segment/analytics-node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bootstrap, createProduct, waitUntilProcessed, type Product } from "./support/product.ts";

/** `npm run cli -- backup` and `restore` as an operator meets them: processes of their own, beside a product that runs. */
const cli = fileURLToPath(new URL("../apps/server/src/cli.ts", import.meta.url));
let product: Product;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "throughline-cli-backup-"));
  product = await createProduct();
  await product.start();
  const analytics = new Analytics({ writeKey: bootstrap.writeKey, host: product.url });
  analytics.identify({ userId: "ada", anonymousId: "device-1", traits: { name: "Ada Lovelace" } });
  for (let n = 0; n < 200; n++) analytics.track({ userId: "ada", event: "Report Shared", properties: { n } });
  await analytics.closeAndFlush();
  await waitUntilProcessed(product);
}, 180_000);
afterAll(async () => {
  await product.remove();
  await rm(directory, { recursive: true, force: true });
}, 60_000);

type Ended = { code: number | null; out: string; err: string };

/** Runs a command on a data directory; `onOutput` sees the process and what it has said so far. */
function runCli(dataDir: string, args: readonly string[], onOutput?: (kill: (signal: NodeJS.Signals) => void) => void): Promise<Ended> {
  const child = spawn(process.execPath, [cli, ...args], {
    env: { ...process.env, UV_THREADPOOL_SIZE: "16", THROUGHLINE_DATA_DIR: dataDir, INIT_CWD: directory },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.on("data", (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    said.err += chunk.toString();
    onOutput?.((signal) => child.kill(signal));
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
}

const person = () => product.get<{ id: string; name: string; interactions: number }>("/api/v1/people/lookup?identifier=userId:ada");
const timeline = async () =>
  (await product.get<{ items: { id: string }[] }>(`/api/v1/people/${(await person()).id}/timeline?limit=200`)).items;

describe("backup and restore", () => {
  test("a product that runs is backed up, and another one made of it knows the same people, keys and timelines", async () => {
    const before = { person: await person(), timeline: await timeline() };
    const backup = await runCli(product.dataDir, ["backup", "kept.tar"]);
    expect(backup, backup.err).toMatchObject({ code: 0 });
    expect(backup.out).toMatch(/kept\.tar: 201 interactions, \d+ rows of Postgres, .+ read back and checked\./);
    expect(backup.err).toContain("timeline/interaction");
    expect((await stat(join(directory, "kept.tar"))).mode & 0o777).toBe(0o600);

    const elsewhere = join(directory, "elsewhere");
    const restored = await runCli(elsewhere, ["restore", "kept.tar"]);
    expect(restored, restored.err).toMatchObject({ code: 0 });
    expect(restored.out).toContain("201 interactions");
    await product.stop();
    await product.start({ THROUGHLINE_DATA_DIR: elsewhere });
    expect({ person: await person(), timeline: await timeline() }).toEqual(before);
    await product.stop();
    await product.start();
  }, 180_000);

  test("one that does not run is backed up too, into a directory, under a name with the time", async () => {
    await product.stop();
    const backup = await runCli(product.dataDir, ["backup", "."]);
    expect(backup, backup.err).toMatchObject({ code: 0 });
    expect((await readdir(directory)).filter((name) => /^throughline-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar$/.test(name))).toHaveLength(1);
    await product.start();
  }, 180_000);

  test("what cannot be done is said, with exit code 1", async () => {
    expect(await runCli(product.dataDir, ["restore", "kept.tar", "--replace"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("already works on"),
    });
    expect(await runCli(product.dataDir, ["backup", "kept.tar"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("exists already"),
    });
    expect(await runCli(join(directory, "nowhere"), ["backup", "new.tar"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("nothing to back up"),
    });
    expect(await runCli(join(directory, "elsewhere"), ["restore", "kept.tar"])).toMatchObject({
      code: 1,
      err: expect.stringContaining("--replace"),
    });
    expect(await readdir(directory)).not.toContain("nowhere");
  }, 180_000);

  test("interrupted, it leaves no file", async () => {
    const backup = await runCli(product.dataDir, ["backup", "interrupted.tar"], (kill) => kill("SIGINT"));
    expect(backup).toMatchObject({ code: 130, out: "" });
    expect((await readdir(directory)).filter((name) => name.startsWith("interrupted"))).toEqual([]);
  }, 60_000);
});
