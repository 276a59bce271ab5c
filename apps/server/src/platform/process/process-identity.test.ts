import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { processIdentity } from "./process-identity.ts";

test("a running process keeps its identity", () => {
  expect(processIdentity(process.pid)).not.toBeNull();
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
});

test("another process has another identity", () => {
  expect(processIdentity(process.pid)).not.toBe(processIdentity(process.ppid));
});

test("a process that ended has none", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  await once(child, "spawn");
  expect(processIdentity(child.pid!)).not.toBeNull();
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(processIdentity(child.pid!)).toBeNull();
});
