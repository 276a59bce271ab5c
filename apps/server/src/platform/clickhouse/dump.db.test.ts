import { afterAll, beforeAll, expect, test } from "vitest";
import { describeBothConnections, type ThrowawayClickHouse } from "./testing/both-connections.ts";

const columns = ["a", "text", "properties", "at", "flag", "maybe"];
const rows = [
  {
    a: "18446744073709551615",
    text: "tab\tline\nback\\slash \\N é 𝄞",
    properties: { "a.b": 1, deep: { list: [1, null, { x: 1.5 }], text: 'quo"te\n\t' }, day: "2025-01-01" },
    at: 1_700_000_000_123,
    flag: true,
    maybe: null,
  },
  { a: "1", text: "", properties: {}, at: 0, flag: false, maybe: "\\N" },
];

describeBothConnections("dump and load", (start) => {
  let store: ThrowawayClickHouse;
  beforeAll(async () => {
    store = await start();
    for (const table of ["original", "copy"])
      await store.clickhouse.command(
        `CREATE TABLE ${table} (a UInt64, text String, properties JSON, at DateTime64(3, 'UTC'), flag Bool, maybe Nullable(String)) ENGINE = MergeTree ORDER BY a`,
      );
    await store.clickhouse.insert({ table: "original", columns, rows, settings: { json_type_escape_dots_in_keys: 1 } });
  });
  afterAll(() => store.stop());

  const dump = (table: string) =>
    Array.fromAsync(
      store.clickhouse.dump({
        query: `SELECT ${columns.join(", ")} FROM ${table} WHERE a > {least:UInt64} ORDER BY a`,
        params: { least: "0" },
      }),
    );

  test("what was dumped is the same after it was loaded, values and their types", async () => {
    const lines = Buffer.concat(await dump("original"));
    await store.clickhouse.load({ table: "copy", columns, lines, settings: { json_type_escape_dots_in_keys: 1 } });
    expect(Buffer.concat(await dump("copy")).toString()).toBe(lines.toString());
    const typesOf = (table: string) =>
      store.clickhouse.query({ query: `SELECT a, text, JSONAllPathsWithTypes(properties) AS types, at, maybe FROM ${table} ORDER BY a` });
    expect(await typesOf("copy")).toEqual(await typesOf("original"));
  });

  test("chunks are whole lines, one for each row", async () => {
    await store.clickhouse.command("CREATE TABLE many (a UInt64, text String) ENGINE = MergeTree ORDER BY a");
    await store.clickhouse.command("INSERT INTO many SELECT number, repeat('x\\n', 20) FROM numbers(150000)");
    let lines = 0;
    for await (const chunk of store.clickhouse.dump({ query: "SELECT a, text FROM many" })) {
      expect(chunk.at(-1)).toBe(10);
      lines += chunk.filter((byte) => byte === 10).length;
    }
    expect(lines).toBe(150_000);
  });

  test("nothing is no chunk, and a query that fails on its way says so", async () => {
    expect(await Array.fromAsync(store.clickhouse.dump({ query: "SELECT a FROM original WHERE a = 7" }))).toEqual([]);
    await expect(
      Array.fromAsync(store.clickhouse.dump({ query: "SELECT throwIf(number = 200000, 'too far') FROM numbers(1000000)" })),
    ).rejects.toBeInstanceOf(Error); // over HTTP the client may only say that the answer broke off
  });

  test("lines that do not fit are refused whole", async () => {
    await store.clickhouse.command("CREATE TABLE strict (a UInt64) ENGINE = MergeTree ORDER BY a");
    await expect(store.clickhouse.load({ table: "strict", columns: ["a"], lines: Buffer.from("1\nnone\n") })).rejects.toBeInstanceOf(Error);
    expect(await store.clickhouse.query({ query: "SELECT a FROM strict" })).toEqual([]);
  });
});
