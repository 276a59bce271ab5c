import { randomBytes, timingSafeEqual } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Log } from "../../platform/telemetry/create-log.ts";
import { createBackup, type BackupSources } from "./create-backup.ts";

/** Beside the stores of a running server: where it gives backups, and the token that it asks for. */
export const doorFile = (dataDir: string): string => join(dataDir, "backup-door.json");

/**
 * Lets the command line back up a server that runs: the embedded ClickHouse can be opened by one process alone, so that process has to read it. A port of 127.0.0.1,
 * and a token that only who may read the data directory can know (mode 0600). One backup at a time.
 */
export async function serveBackups(deps: BackupSources & { log: Log }): Promise<{ close(): Promise<void> }> {
  const token = randomBytes(32).toString("hex");
  const closing = new AbortController();
  let isBusy = false;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isSame(request.headers.authorization ?? "", `Bearer ${token}`)) return refuse(response, 401, "The token is wrong.");
    if (request.method !== "POST" || request.url !== "/backup") return refuse(response, 404, "There is nothing here.");
    if (isBusy) return refuse(response, 409, "Another backup is being made.");
    isBusy = true;
    try {
      response.writeHead(200, { "content-type": "application/x-tar" });
      await pipeline(Readable.from(createBackup(deps, closing.signal), { objectMode: false }), response);
      deps.log.info("backup given");
    } catch (error) {
      response.destroy();
      if ((error as NodeJS.ErrnoException).code === "ERR_STREAM_PREMATURE_CLOSE") deps.log.info("backup broken off by its reader");
      else deps.log.error({ err: error }, "backup failed");
    } finally {
      isBusy = false;
    }
  }

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const file = doorFile(deps.dataDir);
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/backup`, token }), {
    mode: 0o600,
  });
  await rename(draft, file);
  return {
    /** Ends the backup under way: who reads it sees that it is not whole. */
    async close() {
      closing.abort(new Error("The server is stopping."));
      await rm(file, { force: true });
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(message);
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
