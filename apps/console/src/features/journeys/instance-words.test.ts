import { expect, test } from "vitest";
import { lastedSeconds, wayWords } from "./instance-words.ts";

const upper = (key: string) => key.toUpperCase();

test("a short way is told whole, of a long one its beginning and where it came to", () => {
  expect(wayWords(["a"], upper)).toBe("A");
  expect(wayWords(["a", "b", "c"], upper)).toBe("A → B → C");
  expect(wayWords(["a", "b", "c", "d", "e"], upper)).toBe("A → … → D → E");
});

test("what has not ended lasts until now", () => {
  const startedAt = "2026-03-01T00:00:00Z";
  expect(lastedSeconds({ startedAt, endedAt: "2026-03-01T00:01:00Z" }, Date.parse("2026-03-02T00:00:00Z"))).toBe(60);
  expect(lastedSeconds({ startedAt, endedAt: null }, Date.parse("2026-03-02T00:00:00Z"))).toBe(86_400);
});
