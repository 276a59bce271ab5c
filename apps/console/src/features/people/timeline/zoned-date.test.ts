import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, dateIn, startOfDate } from "./zoned-date.ts";

test("the same instant is another date elsewhere", () => {
  expect(dateIn("2026-03-10T23:30:00Z", "UTC")).toBe("2026-03-10");
  expect(dateIn("2026-03-10T23:30:00Z", "Asia/Tokyo")).toBe("2026-03-11");
  expect(dateIn("2026-03-10T03:30:00Z", "America/New_York")).toBe("2026-03-09");
});

describe("a date begins", () => {
  test("at local midnight, with the offset of that day", () => {
    expect(startOfDate("2026-01-15", "Europe/Berlin")).toBe("2026-01-14T23:00:00.000Z");
    expect(startOfDate("2026-07-15", "Europe/Berlin")).toBe("2026-07-14T22:00:00.000Z");
  });

  test("at midnight also on the days when the clocks change", () => {
    expect(startOfDate("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
    expect(startOfDate("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
  });

  test("so that its first instant is on it and the one before is not", () => {
    const zones = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney", "Pacific/Auckland");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), zones, (days, zone) => {
        const date = addDays("1990-01-01", days);
        const start = Date.parse(startOfDate(date, zone));
        expect(dateIn(start, zone)).toBe(date);
        expect(dateIn(start - 1, zone)).toBe(addDays(date, -1));
      }),
    );
  });
});
