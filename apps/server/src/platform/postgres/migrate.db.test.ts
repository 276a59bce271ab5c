import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { connectPostgres, type PostgresConnection } from "./connect-postgres.ts";
import { migratePostgres } from "./migrate.ts";
import { startThrowawayPostgres } from "./throwaway-postgres.ts";

let directory: string;
let migrations: string;
let postgres: Awaited<ReturnType<typeof startThrowawayPostgres>>;
let connection: PostgresConnection<unknown>;
let pool: pg.Pool;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "throughline-migrate-"));
  postgres = await startThrowawayPostgres();
  connection = connectPostgres({ url: postgres.url, maxConnections: 6 });
  pool = connection.pool;
});
afterAll(async () => {
  await connection.close();
  await postgres.stop();
  await rm(directory, { recursive: true });
});
beforeEach(async () => {
  await pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  migrations = await mkdtemp(join(directory, "sql-"));
});

const write = (name: string, sql: string) => writeFile(join(migrations, name), sql);

describe("migrations", () => {
  test("are applied in the order of their numbers, once", async () => {
    await write("0002_fill.sql", "INSERT INTO colour VALUES ('red'); INSERT INTO colour VALUES ('blue');");
    await write("0001_create.sql", "CREATE TABLE colour (name text);");
    expect(await migratePostgres(pool, migrations)).toEqual(["0001_create.sql", "0002_fill.sql"]);
    expect(await migratePostgres(pool, migrations)).toEqual([]);
    expect((await pool.query("SELECT name FROM colour ORDER BY name")).rows).toEqual([{ name: "blue" }, { name: "red" }]);
  });

  test("that fail leave nothing of themselves, keep those before, and name file, line and reason", async () => {
    await write("0001_create.sql", "CREATE TABLE colour (name text);");
    await write("0002_wrong.sql", "CREATE TABLE half (name text);\n\nINSERT INTO nowhere VALUES (1);\n");
    await expect(migratePostgres(pool, migrations)).rejects.toThrow('0002_wrong.sql:3: relation "nowhere" does not exist');
    expect((await pool.query("SELECT to_regclass('colour') AS colour, to_regclass('half') AS half")).rows).toEqual([
      { colour: "colour", half: null },
    ]);
    await write("0002_wrong.sql", "CREATE TABLE half (name text);");
    expect(await migratePostgres(pool, migrations)).toEqual(["0002_wrong.sql"]);
  });

  test("that changed after they were applied are refused", async () => {
    await write("0001_create.sql", "CREATE TABLE colour (name text);\n");
    await migratePostgres(pool, migrations);
    await write("0001_create.sql", "CREATE TABLE colour (name text);\r\n");
    expect(await migratePostgres(pool, migrations)).toEqual([]); // line ends are no change
    await write("0001_create.sql", "CREATE TABLE colour (name text NOT NULL);\n");
    await expect(migratePostgres(pool, migrations)).rejects.toThrow("0001_create.sql was changed after it had been applied");
  });

  test("of a newer version keep an older one from starting", async () => {
    await write("0001_create.sql", "SELECT 1");
    await write("0002_newer.sql", "SELECT 1");
    await migratePostgres(pool, migrations);
    await rm(join(migrations, "0002_newer.sql"));
    await expect(migratePostgres(pool, migrations)).rejects.toThrow("migrated by 0002_newer.sql, which this version does not have");
  });

  test("with one number twice, or without one, are refused", async () => {
    await write("0001_one.sql", "SELECT 1");
    await write("0001_other.sql", "SELECT 1");
    await expect(migratePostgres(pool, migrations)).rejects.toThrow("0001_one.sql and 0001_other.sql have the same number");
    await rm(join(migrations, "0001_other.sql"));
    await write("later.sql", "SELECT 1");
    await expect(migratePostgres(pool, migrations)).rejects.toThrow("later.sql is not named like a migration");
  });

  test("run once when several start at the same time", async () => {
    await write("0001_create.sql", "CREATE TABLE colour (name text); SELECT pg_sleep(0.1)");
    await write("0002_fill.sql", "INSERT INTO colour VALUES ('red')");
    const applied = await Promise.all([1, 2, 3, 4].map(() => migratePostgres(pool, migrations)));
    expect(applied.flat().sort()).toEqual(["0001_create.sql", "0002_fill.sql"]);
    expect((await pool.query("SELECT name FROM colour")).rows).toEqual([{ name: "red" }]);
  });
});

test("values come back without loss: bigint and date as text, timestamptz as Date", async () => {
  const { rows } = await pool.query(
    "SELECT 9007199254740993::bigint AS big, date '2026-03-01' AS day, timestamptz '2026-03-01T00:00:00Z' AS at, '{\"a\":1}'::jsonb AS json, ARRAY[9007199254740993::bigint] AS list",
  );
  expect(rows).toEqual([
    { big: "9007199254740993", day: "2026-03-01", at: new Date("2026-03-01T00:00:00Z"), json: { a: 1 }, list: ["9007199254740993"] },
  ]);
});
