import { beforeEach, expect, test } from "vitest";
import { createSessionPool, type PoolOptions } from "./chdb-pool.ts";

type Fake = { number: number; closed: boolean; close(): void };
let opened: Fake[];
beforeEach(() => {
  opened = [];
});

function open(): Fake {
  const session: Fake = { number: opened.length, closed: false, close: () => (session.closed = true) };
  opened.push(session);
  return session;
}
const pool = (options: Partial<PoolOptions<Fake>> = {}) => createSessionPool<Fake>({ open, size: 3, reserved: 1, ...options });

/** Whether it is still waiting, after all that is ready has happened. */
const waits = async (promise: Promise<unknown>) => {
  let settled = false;
  promise.finally(() => (settled = true)).catch(() => undefined);
  await new Promise(setImmediate);
  return !settled;
};

test("a session that served well serves again", async () => {
  const sessions = pool();
  (await sessions.acquire("other")).release();
  expect((await sessions.acquire("insert")).session.number).toBe(0);
});

test("a session that saw an error is closed and replaced", async () => {
  const sessions = pool();
  (await sessions.acquire("other")).discard();
  const next = await sessions.acquire("other");
  expect([opened[0]?.closed, next.session.number, next.session.closed]).toEqual([true, 1, false]);
});

test("others leave a place to inserts; inserts may take every place", async () => {
  const sessions = pool();
  const first = await sessions.acquire("other");
  await sessions.acquire("other");
  const third = sessions.acquire("other");
  expect(await waits(third)).toBe(true);
  await sessions.acquire("insert");
  expect(await waits(third)).toBe(true);
  first.release();
  expect(await waits(third)).toBe(false);

  const forInserts = pool();
  await Promise.all([1, 2, 3].map(() => forInserts.acquire("insert")));
  expect(await waits(forInserts.acquire("other"))).toBe(true);
});

test("an insert that waits goes before others that wait", async () => {
  const sessions = pool({ size: 2, reserved: 1 });
  const [first] = await Promise.all([sessions.acquire("insert"), sessions.acquire("insert")]);
  const other = sessions.acquire("other");
  const insert = sessions.acquire("insert");
  first?.release();
  expect([await waits(insert), await waits(other)]).toEqual([false, true]);
});

test("a session that comes back goes to whoever waits longest", async () => {
  const sessions = pool({ size: 1, reserved: 0 });
  const lease = await sessions.acquire("other");
  const order: string[] = [];
  const waiting = ["a", "b", "c"].map((name) =>
    sessions.acquire("other").then((next) => {
      order.push(name);
      next.release();
    }),
  );
  lease.release();
  await Promise.all(waiting);
  expect([order, opened.length]).toEqual([["a", "b", "c"], 1]);
});

test("who gives up waiting leaves the queue, and the next one is served", async () => {
  const sessions = pool({ size: 1, reserved: 0 });
  const lease = await sessions.acquire("other");
  const abort = new AbortController();
  const first = sessions.acquire("other", abort.signal);
  const second = sessions.acquire("other");
  abort.abort(new Error("gone"));
  await expect(first).rejects.toThrow("gone");
  await expect(sessions.acquire("other", abort.signal)).rejects.toThrow("gone");
  lease.release();
  expect((await second).session.number).toBe(0);
});

test("more than the queue holds are refused at once, those who wait too long in time", async () => {
  const sessions = pool({ size: 1, reserved: 0, maxWaiting: 1, waitTimeoutMs: 5 });
  await sessions.acquire("other");
  const waiting = sessions.acquire("other");
  await expect(sessions.acquire("other")).rejects.toMatchObject({ code: "unavailable", retryAfterSeconds: 1 });
  await expect(waiting).rejects.toMatchObject({ code: "unavailable" });
});

test("closing refuses those who wait, and ends when the last session is back", async () => {
  const sessions = pool({ size: 2, reserved: 0 });
  const lease = await sessions.acquire("other");
  (await sessions.acquire("other")).release();
  const closing = sessions.close();
  await expect(sessions.acquire("insert")).rejects.toMatchObject({ code: "unavailable" });
  expect(await waits(closing)).toBe(true);
  lease.release();
  await closing;
  expect(opened.map((session) => session.closed)).toEqual([true, true]);
});

test("a session that cannot be opened is told to whoever asked, and holds no place", async () => {
  let fails = true;
  const sessions = pool({ size: 1, reserved: 0, open: () => (fails ? raise(new Error("no space")) : open()) });
  await expect(sessions.acquire("other")).rejects.toThrow("no space");
  fails = false;
  expect((await sessions.acquire("other")).session.number).toBe(0);
});

function raise(error: Error): never {
  throw error;
}
