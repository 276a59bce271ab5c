import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { acquireDataLock, DataDirectoryInUse, dataLockHolder } from "./data-lock.ts";

let dataDir: string;
beforeEach(async () => void (dataDir = await mkdtemp(join(tmpdir(), "throughline lock "))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const holding = `
  const { acquireDataLock } = await import(${JSON.stringify(new URL("./data-lock.ts", import.meta.url).href)});
  await acquireDataLock(process.argv[1]);
  console.log("held");
  setInterval(() => {}, 1000);
`;

async function holdInAnotherProcess() {
  const child = spawn(process.execPath, ["--input-type=module", "-e", holding, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return child;
}

describe("the lock of a data directory", () => {
  test("refuses a second live process and names the first", async () => {
    const first = await holdInAnotherProcess();
    const refused = acquireDataLock(dataDir, { waitMs: 0 });
    await expect(refused).rejects.toThrow(DataDirectoryInUse);
    await expect(refused).rejects.toThrow(String(first.pid));
    expect(await dataLockHolder(dataDir)).toBe(first.pid);
    first.kill("SIGKILL");
    await once(first, "exit");
  });

  test("is taken over from a process that was killed", async () => {
    const first = await holdInAnotherProcess();
    first.kill("SIGKILL");
    await once(first, "exit");
    const lock = await acquireDataLock(dataDir, { waitMs: 0 });
    expect(await dataLockHolder(dataDir)).toBe(process.pid);
    await lock.release();
  });

  test("is not fooled by a recycled pid", async () => {
    await writeFile(join(dataDir, "throughline.lock"), JSON.stringify({ pid: process.ppid, identity: "of a process before" }));
    const lock = await acquireDataLock(dataDir, { waitMs: 0 });
    expect(JSON.parse(await readFile(join(dataDir, "throughline.lock"), "utf8"))).toMatchObject({ pid: process.pid });
    await lock.release();
  });

  test("an unreadable lock file is stale", async () => {
    await writeFile(join(dataDir, "throughline.lock"), "{");
    await (await acquireDataLock(dataDir, { waitMs: 0 })).release();
  });

  test("waits for a process that is just stopping", async () => {
    const first = await holdInAnotherProcess();
    const waiting = acquireDataLock(dataDir, { waitMs: 30_000 });
    first.kill("SIGKILL");
    await (await waiting).release();
  });

  test("is shared inside one process and leaves nothing after the last release", async () => {
    const one = await acquireDataLock(dataDir);
    const two = await acquireDataLock(dataDir);
    await one.release();
    await one.release();
    expect(await dataLockHolder(dataDir)).toBe(process.pid);
    await two.release();
    expect(await readdir(dataDir)).toEqual([]);
  });
});
