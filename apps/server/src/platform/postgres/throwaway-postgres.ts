import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "./embedded-postgres.ts";
import type { PostgresLog } from "./run-postmaster.ts";

const onlyWarnings: PostgresLog = { info() {}, warn: console.warn, debug() {} };

/** Forgets everything at a power cut, which is nothing to a database that is deleted when it stops. */
const fast = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };

/**
 * An embedded Postgres in a directory of its own, for a test run or a tool. `stop` removes it with all that it kept.
 * @param settings over those of the product; the default is fast and not durable.
 */
export async function startThrowawayPostgres({
  log = onlyWarnings,
  settings = fast,
}: { log?: PostgresLog; settings?: Record<string, string> } = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "throughline-throwaway-"));
  await chmod(directory, 0o711); // started by root it is run by another user, who has to pass
  const postgres = await startEmbeddedPostgres({ dataDir: directory, log, settings });
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop();
      // Root whose temporary directory is closed to others.
      const elsewhere = await readFile(join(directory, "postgres.location"), "utf8").catch(() => null);
      if (elsewhere) await rm(elsewhere.trim(), { recursive: true, force: true });
      await rm(directory, { recursive: true, force: true });
    },
  };
}
