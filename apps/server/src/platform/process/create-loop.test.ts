import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLoop } from "./create-loop.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const fail = (error: unknown) => {
  throw error;
};

test("runs every so often, and when it is woken, one run at a time", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const run = vi.fn(() => promise);
  const loop = createLoop({ everyMs: 100, run, onError: fail });
  loop.start();
  expect(run).toHaveBeenCalledTimes(0);
  loop.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(1);
  resolve();
  await vi.advanceTimersByTimeAsync(100);
  expect(run).toHaveBeenCalledTimes(2);
  await loop.stop();
});

test("goes on after a failure, of which it tells", async () => {
  const errors: unknown[] = [];
  const run = vi.fn(() => Promise.reject(new Error("away")));
  const loop = createLoop({ everyMs: 100, run, onError: (error) => errors.push(error) });
  loop.start();
  await vi.advanceTimersByTimeAsync(250);
  expect(errors).toHaveLength(2);
  await loop.stop();
});

test("stops after the run under way, which sees it, and runs no more", async () => {
  let steps = 0;
  const gate = Promise.withResolvers<void>();
  const loop = createLoop({
    everyMs: 100,
    run: async (isStopped) => {
      while (!isStopped()) {
        steps++;
        await gate.promise;
      }
    },
    onError: fail,
  });
  loop.start();
  loop.wake();
  const stopping = loop.stop();
  gate.resolve();
  await stopping;
  loop.wake();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(steps).toBe(1);
});
