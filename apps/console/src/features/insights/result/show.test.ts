import { expect, test } from "vitest";
import { formatPeriod, formatValue, groupLabel } from "./show.ts";

test("an interval keeps the day of the workspace, whatever the zone of the browser", () => {
  expect(formatPeriod("2026-11-21T00:00:00+13:00", "day")).toBe("21 Nov");
  expect(formatPeriod("2026-11-21T14:00:00-05:00", "hour")).toBe("21 Nov, 14:00");
  expect(formatPeriod("2026-11-01T00:00:00+01:00", "month")).toBe("Nov 2026");
});

test("no number is no zero, and a group without a value has a name", () => {
  expect([null, 0, 12345, 4.2513, 0.00123].map(formatValue)).toEqual(["–", "0", "12,345", "4.25", "0.00123"]);
  expect([null, "$other", "", "growth"].map(groupLabel)).toEqual(["no value", "all others", "empty", "growth"]);
});
