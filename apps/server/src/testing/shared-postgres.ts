import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { connectPostgres } from "../platform/postgres/connect-postgres.ts";
import { startEmbeddedPostgres } from "../platform/postgres/embedded-postgres.ts";
import { migratePostgres } from "../platform/postgres/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection URL of the migrated database that test databases are copied from. */
    postgresTemplateUrl: string;
  }
}

/** Set-up of a whole vitest run: one embedded Postgres, migrated once. Each test file copies its database from it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), "throughline-tests-"));
  const postgres = await startEmbeddedPostgres({ dataDir: join(directory, "data"), log: { info() {}, warn: console.warn, debug() {} } });
  const connection = connectPostgres({ url: postgres.url, maxConnections: 1 });
  await migratePostgres(connection.pool, fileURLToPath(new URL("../../../../db/postgres", import.meta.url)));
  // Nobody may stay connected to a database that is being copied.
  await connection.close();
  project.provide("postgresTemplateUrl", postgres.url);
  return async () => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
