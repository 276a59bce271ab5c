import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { stopProcess } from "./cluster-processes.ts";
import type { ClusterPlace } from "./cluster-place.ts";
import { postgresEnvironment } from "./service-account.ts";

const run = promisify(execFile);

/** What the server says goes here: `warn` what matters to an operator, `debug` the rest. */
export type PostgresLog = { info(message: string): void; warn(message: string): void; debug(message: string): void };

export type Postmaster = {
  port: number;
  /** Fast shutdown: open transactions are rolled back, everything is written out. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Settles only when the server ends without having been asked to. */
  failed: Promise<Error>;
};

/** The server ended before it was ready; `said` is what it said, for the caller to tell why. */
export class PostmasterRefused extends Error {
  override name = "PostmasterRefused";
  readonly said: string;
  constructor(said: string) {
    super(`Postgres did not start: ${said || "it said nothing"}`);
    this.said = said;
  }
}

/**
 * Starts the server on the cluster and a free port of 127.0.0.1; resolves when it accepts connections, which after a
 * crash is when it has recovered. It runs in a session of its own, so that Ctrl-C reaches us and not the database under us.
 * @throws PostmasterRefused
 */
export async function runPostmaster(place: ClusterPlace, cluster: string, configuration: string, log: PostgresLog): Promise<Postmaster> {
  const port = await freePort();
  const command = [
    ...(await dieWithUs()),
    place.binaries.postgres,
    "-D",
    cluster,
    "-p",
    String(port),
    "-c",
    `config_file=${configuration}`,
  ];
  const child = spawn(command[0]!, command.slice(1), {
    cwd: "/",
    env: postgresEnvironment,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    ...(place.account && { uid: place.account.uid, gid: place.account.gid }),
  });
  let stopping = false;
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const said = await ready(child, (line) => (stopping || line.startsWith("LOG:") ? log.debug(line) : log.warn(line)));

  // The last resort where the system does not end it with us: exit handlers run also after an uncaught error.
  const interrupt = () => void child.kill("SIGINT");
  process.once("exit", interrupt);
  return {
    port,
    async stop() {
      if (stopping) return exited;
      stopping = true;
      if (child.exitCode === null && child.signalCode === null)
        await stopProcess(child.pid!, [
          ["SIGINT", 30_000],
          ["SIGQUIT", 5_000],
        ]);
      await exited;
      process.off("exit", interrupt);
    },
    failed: exited.then(() =>
      stopping ? new Promise<never>(() => {}) : new Error(`Postgres ended unexpectedly: ${said.join(" ") || "it said nothing"}`),
    ),
  };
}

/** Resolves with the (live) last lines of the server once it is ready. */
function ready(child: ChildProcess, onLine: (line: string) => void): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const lastLines: string[] = [];
    child.once("error", (error) => reject(new PostmasterRefused(error.message)));
    child.once("close", () => reject(new PostmasterRefused(lastLines.join(" "))));
    createInterface({ input: child.stderr! }).on("line", (line) => {
      onLine(line);
      lastLines.push(line.trim());
      if (lastLines.length > 8) lastLines.shift();
      if (line.includes("database system is ready to accept connections")) resolve(lastLines);
    });
  });
}

/**
 * A command in front of the server that asks Linux to interrupt it (fast shutdown) when our process dies, however it
 * dies; empty where there is no such command, and then the next start stops the leftover.
 */
async function dieWithUs(): Promise<string[]> {
  const command = ["setpriv", "--pdeathsig", "INT"];
  if (process.platform !== "linux") return [];
  return run(command[0]!, [...command.slice(1), "true"], { env: postgresEnvironment }).then(
    () => command,
    () => [],
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
