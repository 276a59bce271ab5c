import { expect, test } from "vitest";
import { firstDue, nextDue } from "./next-due.ts";

const due = (schedule: Parameters<typeof nextDue>[0], after: string, timezone = "UTC") =>
  new Date(nextDue(schedule, Date.parse(after), timezone)).toISOString();

test("every so many minutes is by the clock, and never the moment itself", () => {
  expect(due({ everyMinutes: 5 }, "2026-03-10T12:03:20Z")).toBe("2026-03-10T12:05:00.000Z");
  expect(due({ everyMinutes: 15 }, "2026-03-10T12:45:00Z")).toBe("2026-03-10T13:00:00.000Z");
  expect(due({ everyMinutes: 60 }, "2026-03-10T23:59:59Z")).toBe("2026-03-11T00:00:00.000Z");
});

test("daily is at the time of the workspace's zone, today if it is still to come", () => {
  expect(due({ dailyAt: "09:00" }, "2026-03-10T07:59:00Z", "Europe/Berlin")).toBe("2026-03-10T08:00:00.000Z");
  expect(due({ dailyAt: "09:00" }, "2026-03-10T08:00:00Z", "Europe/Berlin")).toBe("2026-03-11T08:00:00.000Z");
  expect(due({ dailyAt: "00:30" }, "2026-03-10T23:45:00Z", "Asia/Tokyo")).toBe("2026-03-11T15:30:00.000Z");
});

test("daily stays at the same time of the clock when the clocks change, also at one that they leap over", () => {
  expect(due({ dailyAt: "09:00" }, "2026-03-28T09:00:00Z", "Europe/Berlin")).toBe("2026-03-29T07:00:00.000Z");
  expect(due({ dailyAt: "02:30" }, "2026-03-28T12:00:00Z", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
  expect(due({ dailyAt: "02:30" }, "2026-03-29T12:00:00Z", "Europe/Berlin")).toBe("2026-03-30T00:30:00.000Z");
});

test("the first time is at once, unless the schedule has an hour of its own", () => {
  const now = Date.parse("2026-03-10T12:03:20Z");
  expect(firstDue({ everyMinutes: 15 }, now, "UTC")).toBe(now);
  expect(new Date(firstDue({ dailyAt: "09:00" }, now, "UTC")).toISOString()).toBe("2026-03-11T09:00:00.000Z");
});
