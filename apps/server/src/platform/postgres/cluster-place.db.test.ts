import { randomBytes } from "node:crypto";
import { chmod, cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findClusterPlace } from "./cluster-place.ts";
import { binariesIn, findPostgresBinaries, type PostgresBinaries } from "./postgres-binaries.ts";
import { canRun } from "./service-account.ts";

const isRoot = process.getuid?.() === 0;

let home: string;
beforeEach(async () => void (home = await realpath(await mkdtemp(join(tmpdir(), "throughline place ")))));
afterEach(() => rm(home, { recursive: true }));

/** The installed binaries, as they stand in a clone inside a root's closed home with a strict umask. */
async function binariesInClosedHome(): Promise<PostgresBinaries> {
  const installed = await findPostgresBinaries();
  const closed = join(home, "native");
  await cp(installed.directory, closed, { recursive: true, verbatimSymlinks: true });
  await chmod(join(closed, "bin", "postgres"), 0o700);
  await chmod(join(closed, "lib"), 0o700);
  await chmod(home, 0o700);
  return binariesIn(closed, `${installed.version}-test-${randomBytes(4).toString("hex")}`);
}

test("binaries that the other user cannot reach are copied to where it can, once", async ({ skip }) => {
  skip(!isRoot, "only root has to become another user");
  const closed = await binariesInClosedHome();
  const dataDir = join(home, ".data");
  await mkdir(dataDir);
  const place = await findClusterPlace(dataDir, closed, () => {});
  try {
    expect(await canRun(place.account!, closed.postgres, ["--version"])).toBe(false);
    expect(await canRun(place.account!, place.binaries.postgres, ["--version"])).toBe(true);
    const again = await findClusterPlace(dataDir, closed, () => {});
    expect(again).toEqual(place);
  } finally {
    await rm(place.base, { recursive: true });
    await rm(dirname(dirname(place.binaries.postgres)), { recursive: true });
  }
});

test("a database whose remembered place is gone is not replaced by an empty one in silence", async ({ skip }) => {
  skip(!isRoot, "only root has to become another user");
  await chmod(home, 0o700);
  const binaries = await findPostgresBinaries();
  const place = await findClusterPlace(home, binaries, () => {});
  await rm(place.base, { recursive: true });
  await expect(findClusterPlace(home, binaries, () => {})).rejects.toThrow(`${place.base}, which is gone`);
});

test("an ordinary user's database lives in the data directory", async ({ skip }) => {
  skip(isRoot, "this is about ordinary users");
  const said: string[] = [];
  const binaries = await findPostgresBinaries();
  expect(await findClusterPlace(home, binaries, (message) => said.push(message))).toEqual({ base: home, binaries, account: null });
  expect(said).toEqual([]);
});
