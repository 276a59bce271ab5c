import { describe, expect, test } from "vitest";
import { backOffMs, judgeAnswer, readRetryAfter } from "./judge-answer.ts";

const unusable: number[] = [];

describe("an answer", () => {
  test("of success settles the whole batch, also where some of it was not usable", () => {
    expect(judgeAnswer({ status: 200, unusable: [1] }, 3)).toEqual({ settled: "all", next: "continue" });
  });

  test.each([0, 408, 429, 500, 502, 503])("of status %i keeps everything and waits", (status) => {
    expect(judgeAnswer({ status, unusable: [0] }, 3)).toEqual({ settled: [], next: "wait" });
  });

  test.each([400, 401, 413, 422])("of status %i settles only the events that it names", (status) => {
    expect(judgeAnswer({ status, unusable: [0, 2] }, 3)).toEqual({ settled: [0, 2], next: "continue" });
  });

  test.each([400, 413, 422])("of status %i that names none is searched by smaller batches, down to one event", (status) => {
    expect(judgeAnswer({ status, unusable }, 3)).toEqual({ settled: [], next: "split" });
    expect(judgeAnswer({ status, unusable }, 1)).toEqual({ settled: "all", next: "continue" });
  });

  test.each([401, 403, 404])("of status %i, about the source and not the events, loses nothing", (status) => {
    expect(judgeAnswer({ status, unusable }, 1)).toEqual({ settled: [], next: "wait" });
  });

  test("that names places outside the batch is taken as naming none", () => {
    expect(judgeAnswer({ status: 400, unusable: [7, -1] }, 3)).toEqual({ settled: [], next: "split" });
  });
});

test("Retry-After is read as seconds or as a date, and is at most a day", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(readRetryAfter("7", now)).toBe(7000);
  expect(readRetryAfter("Thu, 01 Jan 2026 00:01:00 GMT", now)).toBe(60_000);
  expect(readRetryAfter("99999999", now)).toBe(86_400_000);
  for (const useless of [null, "", "soon", "Wed, 31 Dec 2025 00:00:00 GMT"]) {
    expect(readRetryAfter(useless, now)).toBeUndefined();
  }
});

test("waiting doubles up to a minute, half of it at random", () => {
  expect(backOffMs(0, 0)).toBe(500);
  expect(backOffMs(0, 1)).toBe(1000);
  expect(backOffMs(3, 1)).toBe(8000);
  expect(backOffMs(1000, 1)).toBe(60_000);
});
