import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ClickHouse } from "./clickhouse.ts";
import { createEmbeddedClickHouse } from "./embedded-clickhouse.ts";
import { startThrowawayClickHouse, type ThrowawayClickHouse } from "./testing/both-connections.ts";

/** What the embedded engine does when it is used plainly, and must not do through us (DESIGN, section 3). */
let throwaway: ThrowawayClickHouse;
let clickhouse: ClickHouse;
beforeAll(async () => {
  throwaway = await startThrowawayClickHouse("embedded", 3);
  clickhouse = throwaway.clickhouse;
});
afterAll(() => throwaway.stop());

const countOf = async (table: string, where = "1") =>
  (await clickhouse.query<{ rows: string }>({ query: `SELECT count() AS rows FROM ${table} WHERE ${where}` }))[0]?.rows;

test("rows of a query that fails on the way never reach another answer, with many at once", async () => {
  const failing = () =>
    clickhouse.query({
      query: "SELECT 'theirs' AS tenant, number, throwIf(number = 20000, 'stop here') FROM numbers(30000)",
      settings: { max_block_size: 1000 },
    });
  const mine = (index: number) =>
    clickhouse.query({ query: "SELECT 'mine' AS tenant, {index:UInt32} AS n FROM numbers(3)", params: { index } });
  const outcomes = await Promise.all(
    Array.from({ length: 150 }, (_, index) => (index % 3 === 0 ? failing().catch((error: Error) => error.message) : mine(index))),
  );
  for (const [index, outcome] of outcomes.entries()) {
    if (index % 3 === 0) expect(outcome).toContain("stop here");
    else expect(outcome).toEqual(Array(3).fill({ tenant: "mine", n: index }));
  }
});

test("questions at once cannot take more memory together than the engine has, whatever each allows itself", async () => {
  const [row] = await clickhouse.query<{ most: string; whole: string }>({
    query: `SELECT toUInt64(getSetting('max_memory_usage')) AS most, toUInt64(value) AS whole FROM system.server_settings WHERE name = 'max_server_memory_usage'`,
    settings: { max_memory_usage: 2 ** 50 },
  });
  // Three places, one of which is for inserts.
  expect(2 * Number(row?.most)).toBeLessThan(Number(row?.whole));
  expect(Number(row?.most)).toBeGreaterThan(2 ** 27);
});

test("a list of truths among numbers or texts keeps what each of them is", async () => {
  await clickhouse.command("CREATE TABLE mixed_lists (properties JSON) ENGINE = MergeTree ORDER BY tuple()");
  const list = [false, 5, true, "x", 2.5, null];
  await clickhouse.insert({ table: "mixed_lists", rows: [{ properties: { list, some: [true, 1], texts: ["x", true] } }] });
  expect(await clickhouse.query({ query: "SELECT properties FROM mixed_lists" })).toEqual([
    { properties: { list, some: [true, 1], texts: ["x", true] } },
  ]);
});

test("an insert that fails leaves nothing to the next one", async () => {
  await clickhouse.command("CREATE TABLE line (n UInt32, text String) ENGINE = MergeTree ORDER BY n");
  const inserts = Array.from({ length: 60 }, (_, n) =>
    clickhouse
      .insert({
        table: "line",
        columns: ["n", "text"],
        rows: [
          { n, text: "a" },
          { n: n % 4 === 0 ? "wrong" : n, text: "b" },
        ],
      })
      .then(
        () => "kept",
        () => "refused",
      ),
  );
  const outcomes = await Promise.all(inserts);
  expect(outcomes).toEqual(outcomes.map((_, n) => (n % 4 === 0 ? "refused" : "kept")));
  expect(await clickhouse.query({ query: "SELECT n, count() AS c FROM line GROUP BY n ORDER BY n" })).toEqual(
    Array.from({ length: 60 }, (_, n) => n)
      .filter((n) => n % 4 !== 0)
      .map((n) => ({ n, c: "2" })),
  );
});

describe("a deduplication token", () => {
  beforeAll(async () => {
    const settings = "SETTINGS non_replicated_deduplication_window = 100";
    await clickhouse.command(`CREATE TABLE receipt (n UInt32) ENGINE = MergeTree ORDER BY n ${settings}`);
    await clickhouse.command(`CREATE TABLE receipt_copy (n UInt32) ENGINE = MergeTree ORDER BY n ${settings}`);
    await clickhouse.command("CREATE MATERIALIZED VIEW receipt_to_copy TO receipt_copy AS SELECT n FROM receipt");
  });

  test("given to one insert drops none of those that follow, on any session", async () => {
    await clickhouse.insert({ table: "receipt", rows: [{ n: 1 }], dedupeToken: "once" });
    await Promise.all(Array.from({ length: 40 }, () => clickhouse.insert({ table: "receipt", rows: [{ n: 2 }] })));
    expect(await countOf("receipt", "n = 2")).toBe("40");
    expect(await countOf("receipt_copy", "n = 2")).toBe("40");
  });

  test("makes the same insert count once, in the views too, also after reopening", async () => {
    const insert = () => clickhouse.insert({ table: "receipt", rows: [{ n: 3 }], dedupeToken: "block 7" });
    await Promise.all([insert(), insert(), insert()]);
    await clickhouse.close();
    clickhouse = createEmbeddedClickHouse({ dataDir: throwaway.dataDir, poolSize: 3 });
    throwaway.clickhouse = clickhouse;
    await insert();
    expect(await countOf("receipt", "n = 3")).toBe("1");
    expect(await countOf("receipt_copy", "n = 3")).toBe("1");
    await clickhouse.insert({ table: "receipt", rows: [{ n: 3 }], dedupeToken: "block 8" });
    expect(await countOf("receipt", "n = 3")).toBe("2");
  });

  test("fills a view that an interrupted first try had not reached", async () => {
    await clickhouse.command("DETACH TABLE receipt_to_copy");
    await clickhouse.insert({ table: "receipt", rows: [{ n: 4 }], dedupeToken: "block 9" });
    await clickhouse.command("ATTACH TABLE receipt_to_copy");
    await clickhouse.insert({ table: "receipt", rows: [{ n: 4 }], dedupeToken: "block 9" });
    expect([await countOf("receipt", "n = 4"), await countOf("receipt_copy", "n = 4")]).toEqual(["1", "1"]);
  });
});

test("settings of one statement are gone for the next", async () => {
  await clickhouse.query({ query: "SELECT 1", settings: { max_rows_to_read: 1, max_threads: 1 } });
  await clickhouse.insert({ table: "receipt", rows: [{ n: 5 }], settings: { max_partitions_per_insert_block: 1 } });
  const changed = await Promise.all(
    Array.from({ length: 12 }, () =>
      clickhouse.query({
        query:
          "SELECT name FROM system.settings WHERE changed AND name IN ('max_rows_to_read', 'max_threads', 'max_partitions_per_insert_block', 'insert_deduplication_token')",
      }),
    ),
  );
  expect(changed.flat()).toEqual([]);
});

test("a person who is deleted is gone from both orders of the timeline, with and without FINAL", async () => {
  const columns = "workspace UInt32, person UInt64, at DateTime64(3, 'UTC'), id UInt64";
  await clickhouse.command(
    `CREATE TABLE entry (${columns}, INDEX by_id id TYPE bloom_filter GRANULARITY 4) ENGINE = ReplacingMergeTree ORDER BY (workspace, toDate(at), person, at, id)`,
  );
  await clickhouse.command(`CREATE TABLE entry_by_person (${columns}) ENGINE = ReplacingMergeTree ORDER BY (workspace, person, at, id)`);
  await clickhouse.command("CREATE MATERIALIZED VIEW entry_to_person TO entry_by_person AS SELECT * FROM entry");
  for (let part = 0; part < 5; part++)
    await clickhouse.insert({
      table: "entry",
      rows: Array.from({ length: 200 }, (_, index) => ({
        workspace: index % 2,
        person: index % 10,
        at: index * 1000,
        id: part * 1000 + index,
      })),
    });
  expect(await countOf("entry", "person = 4")).toBe("100");
  for (const table of ["entry", "entry_by_person"])
    await clickhouse.command(`DELETE FROM ${table} WHERE workspace = 0 AND person = {person:UInt64}`, { person: "4" });
  for (const table of ["entry", "entry FINAL", "entry_by_person", "entry_by_person FINAL"]) {
    expect([table, await countOf(table, "person = 4"), await countOf(table)]).toEqual([table, "0", "900"]);
  }
  await clickhouse.command("OPTIMIZE TABLE entry FINAL");
  expect(await countOf("entry", "person = 4")).toBe("0");
});

test("long queries keep neither inserts nor files waiting", async () => {
  const abort = new AbortController();
  let ended = 0;
  const endless = Array.from({ length: 6 }, () =>
    clickhouse
      .query({
        query: "SELECT count() FROM system.numbers WHERE NOT ignore(sipHash64(number), 'long one')",
        settings: { max_threads: 1 },
        signal: abort.signal,
      })
      .catch(() => ++ended),
  );
  await clickhouse.insert({ table: "receipt", rows: [{ n: 6 }] });
  expect(await readFile(import.meta.filename, "utf8")).toContain("long one");
  expect(ended).toBe(0);
  abort.abort();
  await Promise.all(endless);
  expect(ended).toBe(6);
  expect(await countOf("receipt", "n = 6")).toBe("1");
});

test("closing ends what runs and refuses what comes", async () => {
  const other = await startThrowawayOnSameEngine();
  const endless = other
    .query({ query: "SELECT count() FROM system.numbers WHERE NOT ignore(sipHash64(number))" })
    .catch((error: Error) => error.message);
  const rows = other.stream({ query: "SELECT number AS n FROM system.numbers" });
  await rows.next();
  const insert = other.insert({ table: "receipt", rows: [{ n: 7 }] });
  await other.close();
  await insert;
  expect(await endless).toBe("The timeline store is closing.");
  await expect(other.query({ query: "SELECT 1" })).rejects.toThrow("The timeline store is clos");
  expect(await countOf("receipt", "n = 7")).toBe("1");
});

/** A second client of the engine of this process, on the same data. */
async function startThrowawayOnSameEngine(): Promise<ClickHouse> {
  const other = createEmbeddedClickHouse({ dataDir: throwaway.dataDir, poolSize: 3 });
  await other.ping();
  return other;
}
