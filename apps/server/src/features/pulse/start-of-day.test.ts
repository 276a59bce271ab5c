import { expect, test } from "vitest";
import { startOfDay } from "./start-of-day.ts";

const startsAt = (at: string, timeZone: string) => new Date(startOfDay(Date.parse(at), timeZone)).toISOString();

test("a day begins at midnight where people live", () => {
  expect(startsAt("2026-03-10T12:00:00Z", "UTC")).toBe("2026-03-10T00:00:00.000Z");
  expect(startsAt("2026-03-10T23:30:00Z", "Europe/Berlin")).toBe("2026-03-10T23:00:00.000Z");
  expect(startsAt("2026-03-10T03:00:00Z", "America/New_York")).toBe("2026-03-09T04:00:00.000Z");
  expect(startsAt("2026-03-10T12:00:00Z", "Asia/Kolkata")).toBe("2026-03-09T18:30:00.000Z");
});

test("also on the days when clocks are put forward or back", () => {
  expect(startsAt("2026-03-29T12:00:00Z", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
  expect(startsAt("2026-10-25T12:00:00Z", "Europe/Berlin")).toBe("2026-10-24T22:00:00.000Z");
});
