import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { ClickHouse } from "./clickhouse.ts";
import { UnexpectedRowError } from "./decode-rows.ts";
import { describeBothConnections, type ThrowawayClickHouse } from "./testing/both-connections.ts";

const patiently = { timeout: 20_000 };

describeBothConnections("ClickHouse", (start) => {
  let throwaway: ThrowawayClickHouse;
  let clickhouse: ClickHouse;
  beforeAll(async () => {
    throwaway = await start();
    clickhouse = throwaway.clickhouse;
    await clickhouse.command(`CREATE TABLE thing (id UInt64, name String DEFAULT 'unnamed', at DateTime64(3, 'UTC'), properties JSON)
      ENGINE = ReplacingMergeTree PARTITION BY toYYYYMM(at) ORDER BY id SETTINGS non_replicated_deduplication_window = 100`);
  });
  afterAll(() => throwaway.stop());

  const values = [
    "it's",
    "back\\slash",
    "a\\'; DROP TABLE thing; --",
    "tab\tline\nreturn\r",
    "nul\0inside",
    "日本語 🎉 é",
    "",
    "\\N",
    "{x:String}",
    "'",
    "\\",
    "a;b",
    "%41&param_value=2",
    "-- x",
    "/*",
  ];
  test.for(values)("binds the text %j as it is, alone and in arrays and maps", async (value) => {
    const rows = await clickhouse.query({
      query:
        "SELECT {text:String} AS text, {list:Array(String)} AS list, {nested:Array(Array(Nullable(String)))} AS nested, {map:Map(String, String)} AS map",
      params: { text: value, list: [value, "x", value], nested: [[value, null], []], map: { [value]: value } },
    });
    expect(rows).toEqual([{ text: value, list: [value, "x", value], nested: [[value, null], []], map: { [value]: value } }]);
  });

  test("tells how many rows were read for an answer", async () => {
    await clickhouse.command("CREATE TABLE read_rows (n UInt32) ENGINE = MergeTree ORDER BY n");
    await clickhouse.insert({ table: "read_rows", rows: [{ n: 1 }, { n: 2 }, { n: 3 }] });
    let rowsRead = 0;
    await clickhouse.query({ query: "SELECT sum(n) AS sum FROM read_rows", onRead: (rows) => (rowsRead = rows) });
    expect(rowsRead).toBe(3);
  });

  test("binds numbers, moments, ids, truth and nothing", async () => {
    const id = "6f1d1c6e-5d0a-4f2b-9b43-0a2f7e1c9d11";
    const rows = await clickhouse.query({
      query: `SELECT {big:UInt64} AS big, {negative:Int64} AS negative, {ids:Array(UInt64)} AS ids, {uuid:UUID} AS uuid, {uuids:Array(UUID)} AS uuids, {float:Float64} AS float,
        {at:DateTime64(3)} AS at, {yes:Bool} AS yes, {none:Nullable(String)} AS none, {noNumber:Nullable(UInt64)} AS noNumber, {empty:Array(UInt64)} AS empty, '{literal:String}' AS literal -- {comment:String}`,
      params: {
        big: "18446744073709551615",
        negative: -5n,
        ids: ["18446744073709551615", 7, 8n],
        uuid: id,
        uuids: [id],
        float: 0.5,
        at: new Date("2026-03-01T00:00:00.123Z"),
        yes: true,
        none: null,
        noNumber: null,
        empty: [],
      },
    });
    expect(rows).toEqual([
      {
        big: "18446744073709551615",
        negative: "-5",
        ids: ["18446744073709551615", "7", "8"],
        uuid: id,
        uuids: [id],
        float: 0.5,
        at: "2026-03-01 00:00:00.123",
        yes: true,
        none: null,
        noNumber: null,
        empty: [],
        literal: "{literal:String}",
      },
    ]);
  });

  test("binds ten thousand ids", async () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`);
    expect(await clickhouse.query({ query: "SELECT toUInt32(uniqExact(arrayJoin({ids:Array(UUID)}))) AS n", params: { ids } })).toEqual([
      { n: 10_000 },
    ]);
  });

  test("refuses a placeholder without a value, also when an earlier query gave one", async () => {
    await clickhouse.query({ query: "SELECT {tenant:String} AS tenant", params: { tenant: "acme" } });
    await expect(clickhouse.query({ query: "SELECT {tenant:String} AS tenant" })).rejects.toThrow(
      "The query's parameter tenant has no value.",
    );
  });

  test("gives 64-bit integers as text and leaves the numbers inside JSON", async () => {
    const rows = await clickhouse.query({
      query: `SELECT toUInt64(18446744073709551615) AS big, count() AS n, [toInt64(-1)] AS list, tuple(toInt64(1), 1.5) AS pair, CAST((1, 'a'), 'Tuple(x UInt64, y String)') AS named,
        map('k', toUInt64(5)) AS map, CAST(NULL, 'Nullable(Int64)') AS none, toUInt32(7) AS small, CAST('{"n":5,"deep":{"list":[1,2.5]}}', 'JSON') AS json`,
    });
    expect(rows).toEqual([
      {
        big: "18446744073709551615",
        n: "1",
        list: ["-1"],
        pair: ["1", 1.5],
        named: { x: "1", y: "a" },
        map: { k: "5" },
        none: null,
        small: 7,
        json: { n: 5, deep: { list: [1, 2.5] } },
      },
    ]);
  });

  test("reads times in UTC, whatever the zone of the machine", async () => {
    const rows = await clickhouse.query({
      query:
        "SELECT toUnixTimestamp64Milli(toDateTime64('2026-03-01 00:00:00.000', 3)) AS ms, toDate(fromUnixTimestamp64Milli(toInt64(1772323200000))) AS day",
    });
    expect(rows).toEqual([{ ms: "1772323200000", day: "2026-03-01" }]);
  });

  test("checks each row by the schema", async () => {
    const question = { query: "SELECT number AS n FROM numbers(2)", schema: z.object({ n: z.string().transform(Number) }) };
    expect(await clickhouse.query(question)).toEqual([{ n: 0 }, { n: 1 }]);
    await expect(clickhouse.query({ ...question, schema: z.object({ n: z.number() }) })).rejects.toThrow(UnexpectedRowError);
  });

  test("says what ClickHouse says when a query is wrong, and goes on", async () => {
    await expect(clickhouse.query({ query: "SELECT nothing FROM nowhere" })).rejects.toMatchObject({
      name: "Error",
      code: "60",
      type: "UNKNOWN_TABLE",
    });
    expect(await clickhouse.query({ query: "SELECT 1 AS one" })).toEqual([{ one: 1 }]);
    expect(await clickhouse.query({ query: "SHOW TABLES LIKE 'thing'" })).toEqual([{ name: "thing" }]);
  });

  test("limits a query by the settings given with it, and no other", async () => {
    await expect(
      clickhouse.query({ query: "SELECT count() FROM numbers(1000) WHERE NOT ignore(number)", settings: { max_rows_to_read: 10 } }),
    ).rejects.toMatchObject({ type: "TOO_MANY_ROWS" });
    expect(await clickhouse.query({ query: "SELECT count() AS n FROM numbers(1000) WHERE NOT ignore(number)" })).toEqual([{ n: "1000" }]);
    await expect(clickhouse.query({ query: "SELECT 1", settings: { "max_threads = 1, readonly": 1 } })).rejects.toThrow(
      "is not the name of a setting",
    );
  });

  test("keeps what is inserted as it came, in arrays or by name, mended where ClickHouse would refuse it", async () => {
    const at = Date.UTC(2026, 2, 1, 12, 30, 0, 250);
    const properties = {
      date: "2026-03-01",
      time: "2026-03-01T00:00:00Z",
      list: [1, "x", null],
      "a.b": 1,
      a: { b: 2 },
      text: "half \ud83d of a pair \\ud83d",
      huge: 2 ** 70,
      small: -(2 ** 65),
      digits: "12345678901234567890123",
    };
    await clickhouse.insert({
      table: "thing",
      columns: ["id", "at", "properties"],
      rows: [{ id: "18446744073709551615", at, properties }],
    });
    await clickhouse.insert({
      table: "thing",
      rows: [
        { id: 1, name: "named", at, properties: {} },
        { id: 2, at, properties: { a: 1 }, unknown: "ignored" },
      ],
    });
    expect(await clickhouse.query({ query: "SELECT id, name, at, properties FROM thing ORDER BY id DESC" })).toEqual([
      {
        id: "18446744073709551615",
        name: "unnamed",
        at: "2026-03-01 12:30:00.250",
        properties: {
          date: "2026-03-01",
          time: "2026-03-01T00:00:00Z",
          list: [1, "x", null],
          a: { b: 1 },
          text: "half \ufffd of a pair \\ud83d",
          huge: 2 ** 70,
          small: -(2 ** 65),
          digits: "12345678901234567890123",
        },
      },
      { id: "2", name: "unnamed", at: "2026-03-01 12:30:00.250", properties: { a: 1 } },
      { id: "1", name: "named", at: "2026-03-01 12:30:00.250", properties: {} },
    ]);
    await clickhouse.command("TRUNCATE TABLE thing");
  });

  test("inserts all rows or none", async () => {
    const at = Date.UTC(2026, 2, 1);
    await expect(
      clickhouse.insert({
        table: "thing",
        rows: [
          { id: 1, at },
          { id: "not a number", at },
          { id: 3, at },
        ],
      }),
    ).rejects.toMatchObject({ code: "27" });
    expect(await clickhouse.query({ query: "SELECT id FROM thing" })).toEqual([]);
    await clickhouse.insert({ table: "thing", rows: [] });
  });

  test("streams more rows than it holds, and stops when the reader has enough", async () => {
    let sum = 0;
    for await (const row of clickhouse.stream({
      query: "SELECT number AS n, repeat('x', 100) AS filling FROM numbers({n:UInt32})",
      params: { n: 200_000 },
      schema: z.object({ n: z.coerce.number() }),
    }))
      sum += row.n;
    expect(sum).toBe((200_000 * 199_999) / 2);
    for await (const row of clickhouse.stream({ query: "SELECT number AS n FROM system.numbers" })) if (row["n"] === "100000") break;
    expect(await clickhouse.query({ query: "SELECT 1 AS one" })).toEqual([{ one: 1 }]);
  });

  test("a stream that fails on the way throws after the rows before", async () => {
    let rowsRead = 0;
    const read = async () => {
      for await (const row of clickhouse.stream({
        query: "SELECT throwIf(number = 50000) AS n FROM numbers(100000)",
        settings: { max_block_size: 1000 },
      }))
        rowsRead += row["n"] === 0 ? 1 : NaN;
    };
    await expect(read()).rejects.toMatchObject({ code: "395" });
    expect(rowsRead).toBeGreaterThan(0);
    expect(rowsRead).toBeLessThanOrEqual(50_000);
    expect(await clickhouse.query({ query: "SELECT 1 AS one" })).toEqual([{ one: 1 }]);
  });

  test("an aborted query rejects with the reason and ends in the engine", async () => {
    const abort = new AbortController();
    const endless = clickhouse.query({
      query: "SELECT count() FROM system.numbers WHERE NOT ignore(sipHash64(number), 'endless one')",
      signal: abort.signal,
    });
    const running = () =>
      clickhouse.query({ query: "SELECT 1 FROM system.processes WHERE query LIKE '%endless one%' AND query NOT LIKE '%processes%'" });
    await expect.poll(running, patiently).toHaveLength(1);
    abort.abort(new Error("nobody waits for it"));
    await expect(endless).rejects.toThrow("nobody waits for it");
    await expect.poll(running, patiently).toHaveLength(0);
    await expect(clickhouse.query({ query: "SELECT 1", signal: abort.signal })).rejects.toThrow("nobody waits for it");
  });

  test("an aborted stream throws the reason, also while nobody reads", async () => {
    const abort = new AbortController();
    const rows = clickhouse.stream({
      query: "SELECT number AS n FROM system.numbers WHERE NOT ignore('endless stream')",
      signal: abort.signal,
    });
    expect(await rows.next()).toEqual({ done: false, value: { n: "0" } });
    abort.abort(new Error("the reader left"));
    const running = () =>
      clickhouse.query({ query: "SELECT 1 FROM system.processes WHERE query LIKE '%endless stream%' AND query NOT LIKE '%processes%'" });
    await expect.poll(running, patiently).toHaveLength(0);
    const read = async () => {
      for await (const row of rows) expect(row).toHaveProperty("n");
    };
    await expect(read()).rejects.toThrow("the reader left");
  });
});
