import { expect, test } from "vitest";
import { momentsOf, rangeLabel, rangeOf } from "./report-range.ts";
import { isoToWall, startOfDay, wallToIso } from "./zoned-moment.ts";

test("what the clocks of a zone show is an instant, in summer and in winter", () => {
  expect(wallToIso("2026-07-01T12:00", "Europe/Berlin")).toBe("2026-07-01T10:00:00.000Z");
  expect(wallToIso("2026-12-01T12:00", "Europe/Berlin")).toBe("2026-12-01T11:00:00.000Z");
  expect(isoToWall("2026-07-01T10:00:00.000Z", "Asia/Kolkata")).toBe("2026-07-01T15:30");
  expect(wallToIso("", "UTC")).toBeNull();
});

test("a day on which the clocks change begins at its own midnight", () => {
  expect(startOfDay("2026-03-29", "Europe/Berlin")).toBe("2026-03-28T23:00:00.000Z");
  expect(startOfDay("2026-03-30", "Europe/Berlin")).toBe("2026-03-29T22:00:00.000Z");
});

const state = (params: Record<string, string>) => ({ filter: (name: string) => params[name] });
const now = { nowMs: Date.parse("2026-11-22T23:30:00Z"), timeZone: "Europe/Berlin" };

test("the last days are whole days of the workspace, today among them", () => {
  expect(momentsOf({ days: 7 }, now)).toMatchObject({
    from: "2026-11-16T23:00:00.000Z",
    to: "2026-11-23T23:00:00.000Z",
    beforeFrom: "2026-11-09T23:00:00.000Z",
    count: 7,
  });
});

test("a range of dates holds both, and is compared with as many days before", () => {
  const moments = momentsOf({ from: "2026-03-28", to: "2026-03-29" }, now);
  expect(moments).toMatchObject({
    from: "2026-03-27T23:00:00.000Z",
    to: "2026-03-29T22:00:00.000Z",
    count: 2,
    days: ["2026-03-28", "2026-03-29"],
  });
  expect(moments.beforeFrom).toBe("2026-03-25T23:00:00.000Z");
});

test("what an address says wrongly is the default", () => {
  expect(rangeOf(state({ from: "2026-03-29", to: "2026-03-01" }))).toEqual({ days: 28 });
  expect(rangeOf(state({ days: "7" }))).toEqual({ days: 7 });
  expect(rangeLabel({ days: 28 }, (day) => day)).toBe("Last 28 days");
});
