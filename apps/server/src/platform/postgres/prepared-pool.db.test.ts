import { afterAll, beforeAll, expect, test } from "vitest";
import { sql } from "kysely";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { connectPostgres, type PostgresConnection } from "./connect-postgres.ts";
import type { Database } from "./database.ts";

let database: TestDatabase;
let prepared: PostgresConnection<Database>;
beforeAll(async () => {
  database = await createTestDatabase();
  prepared = connectPostgres<Database>({ url: database.url, maxConnections: 1, prepares: true });
});
afterAll(async () => {
  await prepared.close();
  await database.close();
});

const add = (a: number, b: number) => sql<{ sum: number }>`SELECT ${a}::int + ${b}::int AS sum`.execute(prepared.db);
const plansOf = async (part: string): Promise<number> => {
  const { rows } = await prepared.pool.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_prepared_statements WHERE position('${part}' IN statement) > 0`,
  );
  return rows[0]?.n ?? 0;
};

test("a statement is planned once for a connection, whatever its values", async () => {
  expect((await add(1, 2)).rows).toEqual([{ sum: 3 }]);
  expect((await add(40, 2)).rows).toEqual([{ sum: 42 }]);
  expect(await plansOf("AS sum")).toBe(1);
});

test("a statement that failed can be said again, and so can others after it", async () => {
  const half = (by: number) => sql<{ half: number }>`SELECT 10 / ${by}::int AS half`.execute(prepared.db);
  await expect(half(0)).rejects.toThrow("division by zero");
  expect((await half(5)).rows).toEqual([{ half: 2 }]);
});

test("transactions begin, end and are taken back as elsewhere", async () => {
  const nameIt = (slug: string) => prepared.db.insertInto("workspace").values({ slug, name: slug });
  await prepared.db.transaction().execute((tx) => tx.insertInto("workspace").values({ slug: "kept", name: "Kept" }).execute());
  await expect(
    prepared.db.transaction().execute(async (tx) => {
      await tx.insertInto("workspace").values({ slug: "lost", name: "Lost" }).execute();
      await sql`SELECT 1 / ${0}::int`.execute(tx);
    }),
  ).rejects.toThrow("division by zero");
  await nameIt("after").execute();
  const { rows } = await sql<{
    slug: string;
  }>`SELECT slug FROM workspace WHERE slug = ANY(${["kept", "lost", "after"]}::text[]) ORDER BY slug`.execute(prepared.db);
  expect(rows.map(({ slug }) => slug)).toEqual(["after", "kept"]);
});

test("texts without end do not fill the server's memory with plans", async () => {
  for (let n = 0; n < 600; n++) await sql`SELECT ${n}::int AS ${sql.id(`text ${n}`)}`.execute(prepared.db);
  const plans = await plansOf('AS "text ');
  expect(plans).toBeGreaterThan(0);
  expect(plans).toBeLessThanOrEqual(500);
});
