import type { Source } from "@throughline/contract";
import { expect, test } from "vitest";
import { describeHealth } from "./describe-health.ts";

const source = (health: Partial<Source["health"]>) => ({
  health: { state: "healthy" as const, lastReceivedAt: null, accepted24h: 0, quarantined24h: 0, duplicates24h: 0, perHour: [], ...health },
});

test("a failing source says how many of how many, and the share", () => {
  expect(describeHealth(source({ state: "failing", accepted24h: 6120, quarantined24h: 412 }))).toBe(
    "412 of 6,532 events of the last 24 hours could not be used (6.3 %).",
  );
});

test("a healthy source with a few losses does not hide them", () => {
  expect(describeHealth(source({ accepted24h: 1000, quarantined24h: 3 }))).toBe("1,003 events in the last 24 hours; 3 could not be used.");
});
