import { spawn, type ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../../apps/server/src/main.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/** As `npm start` gives it. */
const serverEnv = JSON.parse(readFileSync(join(root, "scripts", "server-env.json"), "utf8")) as Record<string, string>;

export const bootstrap = {
  workspace: "acme",
  writeKey: "wk_product",
  apiKey: "tl_product",
  owner: { email: "owner@acme.example", password: "correct horse" },
};

/** The whole product as a child process on a data directory of its own. */
export type Product = {
  url: string;
  dataDir: string;
  /** Resolves when it is ready to work. */
  start(env?: Record<string, string>): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** `kill -9` of the process and everything that it started, all at once. */
  kill(): Promise<void>;
  /** Its processes that run now: itself first, and all that it started. */
  processes(): number[];
  /** Resident memory of the whole tree, in bytes. */
  memoryBytes(): number;
  /** What it wrote: the end of it. */
  output(): string;
  /** Stops it and removes the data directory. */
  remove(): Promise<void>;
  get<T>(path: string): Promise<T>;
  /** A change by the API with the bootstrapped key; what is refused throws, with what was answered. */
  send<T>(method: "POST" | "PUT" | "PATCH", path: string, body?: object): Promise<T>;
};

/** It begins with the workspace of {@link bootstrap}, or as a newcomer meets it: with nothing but the sign-in link that it prints. */
export async function createProduct(options: { env?: Record<string, string>; begins?: "bootstrapped" | "empty" } = {}): Promise<Product> {
  const directory = await mkdtemp(join(tmpdir(), "throughline-product-"));
  const dataDir = join(directory, "data");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  let output = "";

  const product: Product = {
    url,
    dataDir,
    async start(env = {}) {
      const started = spawn(process.execPath, [main], {
        cwd: root,
        env: {
          ...process.env,
          ...serverEnv,
          NODE_COMPILE_CACHE: join(root, ".build", "compile-cache"),
          LOG_LEVEL: "warn",
          PORT: String(port),
          THROUGHLINE_DATA_DIR: dataDir,
          THROUGHLINE_SAMPLE: "off",
          ...(options.begins === "empty" ? {} : { THROUGHLINE_BOOTSTRAP: JSON.stringify(bootstrap) }),
          ...options.env,
          ...env,
        },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child = started;
      for (const stream of [started.stdout, started.stderr])
        stream.on("data", (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
      await waitUntilReady(url, started, () => output);
    },
    async stop() {
      if (!child || child.exitCode !== null) return child?.exitCode ?? null;
      const ended = exitOf(child);
      child.kill("SIGTERM");
      return ended;
    },
    async kill() {
      if (!child?.pid) return;
      const ended = exitOf(child);
      // The parent first: a child must not have time to tell it.
      for (const pid of treeOf(child.pid)) killHard(pid);
      await ended;
    },
    processes: () => (child?.pid ? treeOf(child.pid) : []),
    memoryBytes: () => (child?.pid ? treeOf(child.pid).reduce((sum, pid) => sum + residentBytes(pid), 0) : 0),
    output: () => output,
    async remove() {
      await product.stop();
      await rm(directory, { recursive: true, force: true });
    },
    get: (path) => ask("GET", path),
    send: ask,
  };
  async function ask<T>(method: string, path: string, body: object = {}): Promise<T> {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bootstrap.apiKey}`,
        ...(method === "GET" ? {} : { "content-type": "application/json" }),
      },
      ...(method === "GET" ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }
  return product;
}

const exitOf = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));

async function waitUntilReady(url: string, child: ChildProcess, output: () => string): Promise<void> {
  const deadline = Date.now() + 90_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`The product ended at its start:\n${output()}`);
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The product was not ready in time:\n${output()}`);
}

/** A process and its descendants, parents first (Linux: /proc). */
function treeOf(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const parent = parentOf(Number(name));
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const collect = (id: number): number[] => [id, ...(children.get(id) ?? []).flatMap(collect)];
  return collect(pid);
}

function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return null;
  }
}

/** Private memory plus this process's share of what it shares (Postgres' processes share their buffers). */
function residentBytes(pid: number): number {
  try {
    const kilobytes = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1];
    return Number(kilobytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until everything that was accepted is on its timeline. */
export async function waitUntilProcessed(product: Product, timeoutMs = 120_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    const metrics = await fetch(`${product.url}/metrics`).then(
      (answer) => answer.text(),
      () => "",
    );
    // The figure is read once a second: two looks that far apart.
    if (/^throughline_log_lag_events 0$/m.test(metrics)) {
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      const again = await fetch(`${product.url}/metrics`).then(
        (answer) => answer.text(),
        () => "",
      );
      if (/^throughline_log_lag_events 0$/m.test(again)) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`Processing did not catch up in time:\n${product.output()}`);
}
