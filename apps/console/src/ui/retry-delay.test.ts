import { expect, test } from "vitest";
import { retryDelayMs } from "./retry-delay.ts";

test("each attempt waits twice as long, up to a quarter of a minute", () => {
  expect([0, 1, 2, 5, 50].map(retryDelayMs)).toEqual([500, 1000, 2000, 15_000, 15_000]);
});
