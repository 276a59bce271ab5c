import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { connectPostgres } from "../platform/postgres/connect-postgres.ts";
import { migratePostgres } from "../platform/postgres/migrate.ts";
import { startThrowawayPostgres } from "../platform/postgres/throwaway-postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection URL of the migrated database that test databases are copied from. */
    postgresTemplateUrl: string;
  }
}

/** Set-up of a whole vitest run: one embedded Postgres, migrated once. Each test file copies its database from it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startThrowawayPostgres();
  const connection = connectPostgres({ url: postgres.url, maxConnections: 1 });
  await migratePostgres(connection.pool, fileURLToPath(new URL("../../../../db/postgres", import.meta.url)));
  // Nobody may stay connected to a database that is being copied.
  await connection.close();
  project.provide("postgresTemplateUrl", postgres.url);
  return () => postgres.stop();
}
