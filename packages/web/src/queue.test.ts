import { expect, test } from "vitest";
import { memoryStorage } from "./memory-storage.test-support.ts";
import { createQueue } from "./queue.ts";
import { createStore } from "./store.ts";

const nothingBusy: ReadonlySet<string> = new Set();

function browserWithTabs(quota?: number) {
  const storage = memoryStorage(quota);
  const clock = { now: 1_000_000 };
  const openTab = (id: string) => {
    const queue = createQueue(
      createStore(() => storage),
      "q_",
      id,
      () => clock.now,
    );
    return { ...queue, all: () => queue.take(1000, Infinity, nothingBusy) };
  };
  return { storage, clock, openTab };
}

test("a tab does not touch the events of a tab that lives", () => {
  const { openTab } = browserWithTabs();
  const first = openTab("1");
  first.add("a");
  const second = openTab("2");
  second.adopt();
  expect(second.all()).toEqual([]);
  expect(first.all()).toEqual(["a"]);
});

test("events of a page that was left are taken over at once, by one page only", () => {
  const { openTab } = browserWithTabs();
  const left = openTab("1");
  left.add("a", "b");
  left.release();
  const [second, third] = [openTab("2"), openTab("3")];
  second.adopt();
  third.adopt();
  expect(second.all()).toEqual(["a", "b"]);
  expect(third.all()).toEqual([]);
});

test("an event recorded while the page goes is taken over too", () => {
  const { openTab } = browserWithTabs();
  const left = openTab("1");
  left.add("a");
  left.release();
  left.add("b");
  const next = openTab("2");
  next.adopt();
  expect(next.all()).toEqual(["a", "b"]);
});

test("events of a tab that crashed are taken over once its lease has run out", () => {
  const { openTab, clock } = browserWithTabs();
  openTab("1").add("a");
  const next = openTab("2");
  next.adopt();
  expect(next.all()).toEqual([]);
  clock.now += 200_000;
  next.adopt();
  expect(next.all()).toEqual(["a"]);
});

test("a tab that renews its lease keeps its events", () => {
  const { openTab, clock } = browserWithTabs();
  const first = openTab("1");
  first.add("a");
  for (let minute = 0; minute < 10; minute++) {
    clock.now += 60_000;
    first.renew();
  }
  const second = openTab("2");
  second.adopt();
  expect(second.all()).toEqual([]);
});

test("a tab that slept gives up what another one has taken over, and keeps what nobody took", () => {
  const { openTab, clock } = browserWithTabs();
  const [slept, untouched] = [openTab("1"), openTab("2")];
  slept.add("a");
  clock.now += 200_000;
  const other = openTab("3");
  other.adopt();
  untouched.add("b");
  clock.now += 200_000;
  slept.renew();
  untouched.renew();
  expect(slept.all()).toEqual([]);
  expect(untouched.all()).toEqual(["b"]);
});

test("what the collector settled is gone from storage too", () => {
  const { openTab, storage } = browserWithTabs();
  const queue = openTab("1");
  queue.add("a", "b", "c");
  queue.remove(["a", "c"]);
  expect(queue.all()).toEqual(["b"]);
  queue.remove(["b"]);
  expect(Object.keys(storage)).toEqual([]);
});

test("a full queue drops the oldest events", () => {
  const queue = browserWithTabs().openTab("1");
  queue.add(...Array.from({ length: 600 }, (_, index) => `e${index}`));
  expect(queue.all()).toHaveLength(500);
  expect(queue.all()[0]).toBe("e100");
});

test("large events fill the queue sooner", () => {
  const queue = browserWithTabs().openTab("1");
  for (let index = 0; index < 60; index++) queue.add(`${index}${"x".repeat(20_000)}`);
  expect(queue.all().length).toBeLessThan(26);
  expect(queue.all().at(-1)).toMatch(/^59/);
});

test("a batch is bounded by count and length, never empty, and leaves out what is under way", () => {
  const queue = browserWithTabs().openTab("1");
  queue.add("aaaaaaaaaa", "bb", "cc", "dd");
  expect(queue.take(2, 100, nothingBusy)).toEqual(["aaaaaaaaaa", "bb"]);
  expect(queue.take(9, 5, nothingBusy)).toEqual(["aaaaaaaaaa"]);
  expect(queue.take(9, 5, new Set(["aaaaaaaaaa"]))).toEqual(["bb", "cc"]);
});

test("events survive storage without room, in memory", () => {
  const queue = browserWithTabs(5).openTab("1");
  queue.add("a", "b");
  queue.renew();
  expect(queue.all()).toEqual(["a", "b"]);
});
