import { expect, test } from "vitest";
import { createDelivery } from "./delivery.ts";
import type { Answer } from "./judge-answer.ts";
import { memoryStorage } from "./memory-storage.test-support.ts";
import { createQueue } from "./queue.ts";
import { createStore } from "./store.ts";

const taken: Answer = { status: 200, unusable: [] };

/** A page whose collector gives these answers in turn, then takes everything; time moves only by `passTime`. */
function pageWith(answers: (Answer | ((events: readonly string[]) => Answer))[], shared = memoryStorage()) {
  const clock = { now: 1_000_000 };
  const store = createStore(() => shared);
  const queue = createQueue(store, "q_", String(Math.random()), () => clock.now);
  const posted: string[][] = [];
  const beaconed: string[][] = [];
  let planned: { work: () => void; at: number } | undefined;
  const delivery = createDelivery({
    queue,
    store,
    waitKey: "wait",
    beforeSend: () => undefined,
    async post(events) {
      posted.push([...events]);
      const answer = answers.shift() ?? taken;
      return typeof answer === "function" ? answer(events) : answer;
    },
    beacon: (events) => beaconed.push([...events]) > 0,
    schedule: (work, delayMs) => (planned = { work, at: clock.now + delayMs }),
    now: () => clock.now,
    random: () => 0.5,
  });
  return {
    queue,
    delivery,
    posted,
    beaconed,
    /** Runs what falls due within so many milliseconds. */
    async passTime(ms: number) {
      const until = clock.now + ms;
      while (planned && planned.at <= until) {
        const { work, at } = planned;
        planned = undefined;
        clock.now = at;
        work();
        await delivery.flush();
      }
      clock.now = until;
    },
  };
}

test("events that come together go together, once", async () => {
  const page = pageWith([]);
  for (const event of ["a", "b", "c"]) {
    page.queue.add(event);
    page.delivery.wake(300);
  }
  await page.passTime(1000);
  await page.passTime(600_000);
  expect(page.posted).toEqual([["a", "b", "c"]]);
});

test("an event that comes while a batch is under way follows it", async () => {
  const page = pageWith([
    () => {
      page.queue.add("b");
      page.delivery.wake(300);
      return taken;
    },
  ]);
  page.queue.add("a");
  await page.delivery.flush();
  expect(page.posted).toEqual([["a"], ["b"]]);
});

test("after a failure the very same events are tried again, and new ones wait with them", async () => {
  const page = pageWith([{ status: 503, unusable: [] }]);
  page.queue.add("a");
  await page.delivery.flush();
  page.queue.add("b");
  page.delivery.wake(0);
  expect(page.posted).toEqual([["a"]]);
  await page.passTime(60_000);
  expect(page.posted).toEqual([["a"], ["a", "b"]]);
});

test("failures are tried again less and less often", async () => {
  const page = pageWith(Array.from({ length: 100 }, () => ({ status: 0, unusable: [] })));
  page.queue.add("a");
  page.delivery.wake(0);
  await page.passTime(60_000);
  const inFirstMinute = page.posted.length;
  await page.passTime(600_000);
  expect(inFirstMinute).toBeGreaterThan(3);
  expect(inFirstMinute).toBeLessThan(12);
});

test("Retry-After holds every tab back, and nothing is lost meanwhile", async () => {
  const storage = memoryStorage();
  const first = pageWith([{ status: 429, retryAfterMs: 600_000, unusable: [] }], storage);
  first.queue.add("a");
  await first.delivery.flush();
  const second = pageWith([], storage);
  second.queue.add("b");
  await second.delivery.flush();
  await first.passTime(590_000);
  await second.passTime(590_000);
  expect([...first.posted, ...second.posted]).toEqual([["a"]]);
  await first.passTime(80_000);
  await second.passTime(80_000);
  expect([...first.posted, ...second.posted]).toEqual([["a"], ["a"], ["b"]]);
});

test("of a refused batch only what the answer names is dropped", async () => {
  const page = pageWith([{ status: 400, unusable: [1] }]);
  page.queue.add("a", "bad", "c");
  await page.delivery.flush();
  expect(page.posted).toEqual([
    ["a", "bad", "c"],
    ["a", "c"],
  ]);
});

test("a refusal that names no event costs only the event that causes it", async () => {
  const refuseBad = (events: readonly string[]): Answer => ({ status: events.includes("bad") ? 400 : 200, unusable: [] });
  const page = pageWith(Array.from({ length: 50 }, () => refuseBad));
  page.queue.add("a", "b", "bad", "d", "e");
  await page.delivery.flush();
  const arrived = page.posted.filter((events) => !events.includes("bad")).flat();
  expect(arrived.sort()).toEqual(["a", "b", "d", "e"]);
  expect(page.queue.take(9, 100, new Set())).toEqual([]);
});

test("a page that goes hands over what is not under way, and keeps it until an answer was seen", async () => {
  const page = pageWith([]);
  page.queue.add("a");
  page.delivery.leave();
  await page.delivery.flush();
  expect(page.beaconed).toEqual([["a"]]);
  expect(page.posted).toEqual([]);
  page.delivery.resume();
  await page.delivery.flush();
  expect(page.posted).toEqual([["a"]]);
});
