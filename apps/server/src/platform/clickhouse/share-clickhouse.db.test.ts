import { ClickHouseError } from "@clickhouse/client";
import { MessageChannel } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { connectToShared, shareClickHouse, type SharedClickHouse } from "./share-clickhouse.ts";
import { startThrowawayClickHouse, type ThrowawayClickHouse } from "./testing/both-connections.ts";

let throwaway: ThrowawayClickHouse;
let shared: SharedClickHouse;
const { port1: near, port2: far } = new MessageChannel();

beforeAll(async () => {
  throwaway = await startThrowawayClickHouse();
  shareClickHouse(throwaway.clickhouse, near);
  shared = connectToShared(far);
  await shared.command("CREATE TABLE thing (id UInt64, name String) ENGINE = MergeTree ORDER BY id");
});
afterAll(async () => {
  far.close();
  await throwaway.stop();
});

test("rows go in and come out over a port as they do directly, many at a time", async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      shared.insert({
        table: "thing",
        columns: ["id", "name"],
        rows: [{ id: `${9_007_199_254_740_993n + BigInt(n)}`, name: `\ud83d ${n}` }],
      }),
    ),
  );
  const question = { query: "SELECT id, name FROM thing WHERE id > {least:UInt64} ORDER BY id", params: { least: "9007199254741000" } };
  const rows = await shared.query({ ...question, schema: z.object({ id: z.string(), name: z.string() }) });
  expect(rows).toHaveLength(12);
  expect(rows[0]).toEqual({ id: "9007199254741001", name: "\ufffd 8" });
  expect(rows).toEqual(await throwaway.clickhouse.query(question));
});

test("errors of the engine keep their code, which decides whether an event is to blame", async () => {
  const failing = shared.query({ query: "SELECT toUInt8('x')" });
  await expect(failing).rejects.toBeInstanceOf(ClickHouseError);
  await expect(failing).rejects.toMatchObject({ code: "6" });
  await expect(shared.command("DROP TABLE nothing")).rejects.toMatchObject({ code: "60" });
});

test("a row that is not as expected is an error on the side that asked", async () => {
  await expect(shared.query({ query: "SELECT 1 AS one", schema: z.object({ one: z.string() }) })).rejects.toThrow("one");
});

test("who still waits when the port closes is told", async () => {
  const { port1, port2 } = new MessageChannel();
  const waiting = connectToShared(port2).command("SELECT 1");
  port1.close();
  await expect(waiting).rejects.toThrow("closing");
});
