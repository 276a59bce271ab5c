import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { createLog } from "../telemetry/create-log.ts";
import { startJobs, type Jobs } from "./run-jobs.ts";

let database: TestDatabase;
let jobs: Jobs;
const done: unknown[] = [];
let failures = 2;
beforeAll(async () => {
  database = await createTestDatabase({ maxConnections: 12 });
  jobs = await startJobs({
    pool: database.pool,
    log: createLog({ level: "silent" }),
    handlers: {
      note: async (payload) => void done.push(payload),
      stumble: async (payload) => {
        if (failures-- > 0) throw new Error("not yet");
        done.push(payload);
      },
    },
  });
});
afterAll(async () => {
  await jobs.close();
  await database.close();
});

const patiently = { timeout: 30_000, interval: 50 };
const waiting = async () =>
  (await database.pool.query<{ count: number }>("SELECT count(*)::int AS count FROM graphile_worker._private_jobs")).rows[0]?.count;

describe("jobs", () => {
  test("a job of a transaction that rolled back never was; one of a transaction that committed is done", async () => {
    const lost = database.db.transaction().execute(async (tx) => {
      await jobs.enqueue("note", { n: 1 }, { within: tx });
      throw new Error("rolled back");
    });
    await expect(lost).rejects.toThrow("rolled back");
    await database.db.transaction().execute((tx) => jobs.enqueue("note", { n: 2 }, { within: tx, key: "note" }));
    await vi.waitFor(() => expect(done).toEqual([{ n: 2 }]), patiently);
  });

  test("one that waits under a key is enough", async () => {
    await database.db.transaction().execute(async (tx) => {
      for (let n = 0; n < 3; n++) await jobs.enqueue("note", { again: true }, { within: tx, key: "again" });
    });
    await vi.waitFor(() => expect(done).toContainEqual({ again: true }), patiently);
    await vi.waitFor(async () => expect(await waiting()).toBe(0), patiently);
    expect(done.filter((payload) => (payload as { again?: boolean }).again)).toHaveLength(1);
  });

  test("a job that fails is tried again until it succeeds", async () => {
    await jobs.enqueue("stumble", { n: 3 });
    await vi.waitFor(async () => {
      // Its pause is over.
      await database.pool.query("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE run_at > now()");
      await jobs.enqueue("note", "wake");
      expect(done).toContainEqual({ n: 3 });
    }, patiently);
    expect(failures).toBe(-1);
  });
});
