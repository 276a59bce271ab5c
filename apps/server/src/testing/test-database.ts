import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { connectPostgres, type PostgresConnection } from "../platform/postgres/connect-postgres.ts";
import type { Database } from "../platform/postgres/database.ts";

export type TestDatabase = PostgresConnection<Database> & {
  url: string;
  /** A new workspace with a name of its own; gives its id. */
  createWorkspace(): Promise<string>;
};

/**
 * A fresh migrated database, for one test file (`beforeAll`). `close()` drops it (`afterAll`).
 * Only in `*.db.test.ts`: the server behind it is started once for the run.
 */
export async function createTestDatabase({ maxConnections = 8 }: { maxConnections?: number } = {}): Promise<TestDatabase> {
  const template = new URL(inject("postgresTemplateUrl"));
  const name = `test_${randomBytes(6).toString("hex")}`;
  await maintain(template, `CREATE DATABASE ${name} TEMPLATE ${template.pathname.slice(1)}`);
  const url = Object.assign(new URL(template), { pathname: `/${name}` }).href;
  const connection = connectPostgres<Database>({ url, maxConnections });
  return {
    ...connection,
    url,
    async createWorkspace() {
      const slug = `w-${randomBytes(6).toString("hex")}`;
      const { id } = await connection.db.insertInto("workspace").values({ slug, name: slug }).returning("id").executeTakeFirstOrThrow();
      return id;
    },
    async close() {
      await connection.close();
      await maintain(template, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function maintain(template: URL, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(template), { pathname: "/postgres" }).href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
