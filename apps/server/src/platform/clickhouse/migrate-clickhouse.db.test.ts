import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createHttpClickHouse } from "./http-clickhouse.ts";
import { migrateClickHouse } from "./migrate-clickhouse.ts";
import { describeBothConnections, type ThrowawayClickHouse } from "./testing/both-connections.ts";
import { startLoopbackClickHouse } from "./testing/loopback-clickhouse.ts";

describeBothConnections("ClickHouse migrations", (start) => {
  let throwaway: ThrowawayClickHouse;
  let directory: string;
  beforeAll(async () => {
    throwaway = await start();
  });
  afterAll(() => throwaway.stop());
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "throughline-migrations-"));
    for (const table of ["schema_migration", "colour", "shape"]) await throwaway.clickhouse.command(`DROP TABLE IF EXISTS ${table} SYNC`);
    return () => rm(directory, { recursive: true });
  });

  const write = (name: string, sql: string) => writeFile(join(directory, name), sql);
  const migrate = () => migrateClickHouse(throwaway.clickhouse, directory);
  const colours = async () =>
    (await throwaway.clickhouse.query({ query: "SELECT name FROM colour ORDER BY name" })).map((row) => row["name"]);

  test("are applied in the order of their numbers, once", async () => {
    await write(
      "0002_fill.sql",
      "-- two statements; one with a comment\nINSERT INTO colour VALUES ('red;\n;'); -- first\nINSERT INTO colour VALUES ('blue');\n-- the end\n",
    );
    await write("0001_create.sql", "CREATE TABLE colour {{on_cluster}} (name String)\nENGINE = {{engine:MergeTree}} ORDER BY name;\n");
    expect(await migrate()).toEqual(["0001_create.sql", "0002_fill.sql"]);
    expect(await migrate()).toEqual([]);
    expect(await colours()).toEqual(["blue", "red;\n;"]);
  });

  test("that fail name file, statement and reason, and go on from there once mended", async () => {
    await write(
      "0001_create.sql",
      "CREATE TABLE colour (name String) ENGINE = MergeTree ORDER BY name;\nINSERT INTO colour VALUES ('red');",
    );
    await write("0002_wrong.sql", "CREATE TABLE shape (name Strange) ENGINE = MergeTree ORDER BY name;");
    await expect(migrate()).rejects.toThrow(/^0002_wrong\.sql, statement 1: .*Strange/s);
    await write("0002_wrong.sql", "CREATE TABLE shape (name String) ENGINE = MergeTree ORDER BY name;");
    expect(await migrate()).toEqual(["0002_wrong.sql"]);
    expect(await colours()).toEqual(["red"]);
  });

  test("that were cut short after a statement, before it was recorded, take it as done", async () => {
    await write(
      "0001_create.sql",
      "CREATE TABLE colour (name String) ENGINE = MergeTree ORDER BY name;\nINSERT INTO colour VALUES ('red');",
    );
    await migrate();
    await throwaway.clickhouse.command("DELETE FROM schema_migration WHERE step = 'done' OR statement = 1");
    await throwaway.clickhouse.command("TRUNCATE TABLE colour");
    expect(await migrate()).toEqual(["0001_create.sql"]);
    expect(await colours()).toEqual(["red"]);
  });

  test("that changed after they were applied, or are missing, are refused", async () => {
    await write("0001_create.sql", "CREATE TABLE colour (name String) ENGINE = MergeTree ORDER BY name;\n");
    await migrate();
    await write("0001_create.sql", "CREATE TABLE colour (name String) ENGINE = MergeTree ORDER BY name;\r\n");
    expect(await migrate()).toEqual([]); // line ends are no change
    await write("0001_create.sql", "CREATE TABLE colour (name String, hue UInt8) ENGINE = MergeTree ORDER BY name;\n");
    await expect(migrate()).rejects.toThrow("0001_create.sql was changed after it had been applied");
    await rm(join(directory, "0001_create.sql"));
    await expect(migrate()).rejects.toThrow("migrated by 0001_create.sql, which this version does not have");
  });

  test("with one number twice, or without one, are refused", async () => {
    await write("0001_one.sql", "SELECT 1");
    await write("0001_other.sql", "SELECT 1");
    await expect(migrate()).rejects.toThrow("0001_one.sql and 0001_other.sql have the same number");
    await write("later.sql", "SELECT 1");
    await expect(migrate()).rejects.toThrow("later.sql is not named like a migration");
  });
});

test("go into the database that the URL names, where dictionaries find their tables too", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "throughline-clickhouse-"));
  const directory = await mkdtemp(join(tmpdir(), "throughline-migrations-"));
  await writeFile(
    join(directory, "0001_create.sql"),
    `CREATE TABLE hue (id UInt64, name String) ENGINE = MergeTree ORDER BY id; INSERT INTO hue VALUES (7, 'teal');
     CREATE DICTIONARY hue_of (id UInt64, name String) PRIMARY KEY id SOURCE(CLICKHOUSE(QUERY 'SELECT id, name FROM {{database}}.hue')) LAYOUT(HASHED()) LIFETIME(0);`,
  );
  const server = await startLoopbackClickHouse({ dataDir });
  const inDefault = createHttpClickHouse({ url: server.url });
  const elsewhere = createHttpClickHouse({ url: `${server.url}/elsewhere` });
  await inDefault.command("CREATE DATABASE elsewhere");
  expect(await migrateClickHouse(elsewhere, directory)).toEqual(["0001_create.sql"]);
  expect(await elsewhere.query({ query: "SELECT dictGet('hue_of', 'name', toUInt64(7)) AS name" })).toEqual([{ name: "teal" }]);
  expect(await inDefault.query({ query: "SHOW TABLES" })).toEqual([]);
  await Promise.all([inDefault.close(), elsewhere.close()]);
  await server.close();
  await Promise.all([rm(dataDir, { recursive: true }), rm(directory, { recursive: true })]);
});
