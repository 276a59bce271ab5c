import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type pg from "pg";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { decodeBlock } from "./block-codec.ts";
import { readLogLag } from "./log-lag.ts";
import { partitionCount, partitionOf } from "./partition-of.ts";
import { createPostgresLog } from "./postgres-log.ts";

type Entry = { key: string; n: number };
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query(
    "TRUNCATE log_block; UPDATE log_partition SET head = 0, head_events = 0; UPDATE log_consumer SET position = 0, events = 0",
  );
});

const createLog = (pool: Pick<pg.Pool, "query"> = database.pool, isTooFarBehind = () => false) =>
  createPostgresLog<Entry>({ pool: pool as pg.Pool, isTooFarBehind });
const entriesOf = (key: string, from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ key, entry: { key, n: from + index } }));

async function readAll(): Promise<{ partition: number; position: number; entries: Entry[] }[]> {
  const { rows } = await database.pool.query<{ partition: number; position: string; payload: Buffer }>(
    "SELECT partition, position, payload FROM log_block ORDER BY partition, position",
  );
  return Promise.all(
    rows.map(async (row) => ({ partition: row.partition, position: Number(row.position), entries: await decodeBlock<Entry>(row.payload) })),
  );
}

describe("the log", () => {
  test("keeps what belongs to one key in one partition and in order, whoever appends beside it", async () => {
    const [one, other] = [createLog(), createLog()];
    await Promise.all(
      Array.from({ length: 12 }, async (_, key) => {
        for (let round = 0; round < 10; round++) await (key % 2 ? one : other).append(entriesOf(`key ${key}`, round * 3, 3));
      }),
    );
    const blocks = await readAll();
    for (let key = 0; key < 12; key++) {
      const mine = blocks
        .map((block) => ({ ...block, entries: block.entries.filter((entry) => entry.key === `key ${key}`) }))
        .filter((block) => block.entries.length > 0);
      expect(mine.flatMap((block) => block.entries.map((entry) => entry.n))).toEqual(Array.from({ length: 30 }, (_, n) => n));
      expect(new Set(mine.map((block) => block.partition))).toEqual(new Set([partitionOf(`key ${key}`)]));
    }
  });

  test("numbers blocks without gaps, and counts what waits", async () => {
    const logs = [createLog(), createLog(), createLog()];
    await Promise.all(Array.from({ length: 60 }, (_, index) => logs[index % 3]?.append(entriesOf(`key ${index}`, 0, 5))));
    const blocks = await readAll();
    for (let partition = 0; partition < partitionCount; partition++) {
      const positions = blocks.filter((block) => block.partition === partition).map((block) => block.position);
      expect(positions).toEqual(positions.map((_, index) => index + 1));
    }
    expect(await readLogLag(database.pool)).toMatchObject({ events: 300 });
  });

  test("commits together what arrives together", async () => {
    const log = createLog();
    await Promise.all(Array.from({ length: 100 }, (_, index) => log.append(entriesOf(`key ${index}`, 0, 1))));
    expect((await readAll()).length).toBeLessThanOrEqual(2 * partitionCount);
  });

  test("refuses more when processing is too far behind, or when too much waits to be written", async () => {
    await expect(createLog(database.pool, () => true).append(entriesOf("a", 0, 1))).rejects.toMatchObject({
      code: "unavailable",
      retryAfterSeconds: 10,
    });
    await expect(createLog().append(entriesOf("a", 0, 100_001))).rejects.toMatchObject({ code: "unavailable" });
    expect(await readAll()).toEqual([]);
  });

  test("closes when everything that it was given is durable, and takes no more", async () => {
    const log = createLog();
    const appended = [log.append(entriesOf("a", 0, 2)), log.append(entriesOf("a", 2, 2))];
    await log.close();
    expect((await readAll()).flatMap((block) => block.entries.map((entry) => entry.n))).toEqual([0, 1, 2, 3]);
    await Promise.all(appended);
    await expect(log.append(entriesOf("a", 4, 1))).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 5 });
  });

  test("tells everybody of a flush that failed, and goes on with the next", async () => {
    let fails = true;
    const pool = {
      query: (...given: Parameters<pg.Pool["query"]>) => {
        if (!fails) return database.pool.query(...given);
        fails = false;
        return Promise.reject(new Error("no connection"));
      },
    };
    const log = createLog(pool as unknown as pg.Pool);
    const outcomes = await Promise.allSettled([log.append(entriesOf("a", 0, 1)), log.append(entriesOf("b", 0, 1))]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(["rejected", "rejected"]);
    await log.append(entriesOf("a", 1, 1));
    expect((await readAll()).flatMap((block) => block.entries)).toEqual([{ key: "a", n: 1 }]);
  });
});
