import { expect, test } from "vitest";
import { memoryStorage } from "./memory-storage.test-support.ts";
import { createStore } from "./store.ts";

test("what is set outlives the store", () => {
  const storage = memoryStorage();
  createStore(() => storage).set("a", "1");
  expect(createStore(() => storage).get("a")).toBe("1");
});

test("where storage is blocked, values are kept in memory", () => {
  const store = createStore(() => {
    throw new Error("SecurityError");
  });
  store.set("a", "1");
  expect(store.get("a")).toBe("1");
  expect(store.keys()).toEqual([]);
  store.remove("a");
  expect(store.get("a")).toBeNull();
});

test("a value that storage has no room for replaces the stored one in memory", () => {
  const storage = memoryStorage(10);
  const store = createStore(() => storage);
  store.set("a", "short");
  store.set("a", "much too long for it");
  expect(store.get("a")).toBe("much too long for it");
  store.set("a", "fits");
  expect(storage.getItem("a")).toBe("fits");
});

test("while nothing is allowed, nothing reaches storage", () => {
  const storage = memoryStorage();
  let allowed = false;
  const store = createStore(
    () => storage,
    () => allowed,
  );
  store.set("a", "1");
  expect(storage.getItem("a")).toBeNull();
  expect(store.get("a")).toBe("1");
  allowed = true;
  store.set("a", "2");
  expect(storage.getItem("a")).toBe("2");
});
