import { describe, expect, test } from "vitest";
import { addIntervals, bucketsOf, previousSpan, resolveRange, startOfInterval, type Interval } from "./intervals.ts";
import { toZonedIso } from "./zone.ts";

const at = (text: string) => Date.parse(text);
const iso = (ms: number) => new Date(ms).toISOString();
const berlin = "Europe/Berlin";
const starts = (from: string, to: string, interval: Interval, timezone: string) =>
  bucketsOf(resolveRange({ from, to }, { nowMs: 0, timezone }), interval, timezone).map((bucket) => bucket.at);

describe("a range", () => {
  test("of dates takes the whole of the last day, in the zone", () => {
    const { fromMs, toMs } = resolveRange({ from: "2026-01-05", to: "2026-01-06" }, { nowMs: 0, timezone: "America/New_York" });
    expect([iso(fromMs), iso(toMs)]).toEqual(["2026-01-05T05:00:00.000Z", "2026-01-07T05:00:00.000Z"]);
  });
  test("of instants ends at the first that is no longer in", () => {
    const { fromMs, toMs } = resolveRange(
      { from: "2026-01-05T10:00:00Z", to: "2026-01-05T12:00:00+01:00" },
      { nowMs: 0, timezone: berlin },
    );
    expect([iso(fromMs), iso(toMs)]).toEqual(["2026-01-05T10:00:00.000Z", "2026-01-05T11:00:00.000Z"]);
  });
  test("of the last seven days is today so far and the six days before", () => {
    const nowMs = at("2026-03-30T10:00:00Z");
    const { fromMs, toMs } = resolveRange({ last: { value: 7, unit: "day" } }, { nowMs, timezone: berlin });
    expect([iso(fromMs), toMs]).toEqual(["2026-03-23T23:00:00.000Z", nowMs]);
  });
  test.each([
    ["hour", "2026-03-30T09:00:00.000Z"],
    ["week", "2026-03-22T23:00:00.000Z"],
    ["month", "2026-01-31T23:00:00.000Z"],
  ] as const)("of the last two %ss begins with the one before this", (unit, from) => {
    const nowMs = at("2026-03-30T10:20:00Z");
    expect(iso(resolveRange({ last: { value: 2, unit } }, { nowMs, timezone: berlin }).fromMs)).toBe(from);
  });
});

describe("intervals", () => {
  test("of days follow the clocks: 23 hours in spring, 25 in autumn", () => {
    const lengths = (from: string, to: string) =>
      bucketsOf(resolveRange({ from, to }, { nowMs: 0, timezone: berlin }), "day", berlin).map((b) => (b.endMs - b.startMs) / 3_600_000);
    expect(lengths("2026-03-28", "2026-03-30")).toEqual([24, 23, 24]);
    expect(lengths("2026-10-24", "2026-10-26")).toEqual([24, 25, 24]);
  });
  test("of hours are 60 minutes: 25 of them when the clocks are set back", () => {
    const hours = starts("2026-10-25", "2026-10-25", "hour", berlin);
    expect(hours).toHaveLength(25);
    expect(hours.slice(1, 5)).toEqual([
      "2026-10-25T01:00:00+02:00",
      "2026-10-25T02:00:00+02:00",
      "2026-10-25T02:00:00+01:00",
      "2026-10-25T03:00:00+01:00",
    ]);
  });
  test("of hours are 60 minutes also where the clocks change by half an hour", () => {
    const hours = bucketsOf({ fromMs: at("2026-04-04T14:00:00Z"), toMs: at("2026-04-04T17:00:00Z") }, "hour", "Australia/Lord_Howe");
    expect(hours.map((b) => b.at)).toEqual(["2026-04-05T01:00:00+11:00", "2026-04-05T01:30:00+10:30", "2026-04-05T02:30:00+10:30"]);
  });
  test("of hours begin at full hours of the zone's clocks", () => {
    expect(iso(startOfInterval(at("2026-01-05T10:10:00Z"), "hour", "Asia/Kolkata"))).toBe("2026-01-05T09:30:00.000Z");
  });
  test("of weeks begin on Monday and are whole, also where the range begins within one", () => {
    expect(starts("2026-03-04", "2026-03-09", "week", "UTC")).toEqual(["2026-03-02T00:00:00+00:00", "2026-03-09T00:00:00+00:00"]);
  });
  test("of a Sunday is the week that ends with it", () => {
    expect(iso(startOfInterval(at("2026-03-08T23:59:59.999Z"), "week", "UTC"))).toBe("2026-03-02T00:00:00.000Z");
  });
  test("of months begin on the first, in the zone's offset of that day", () => {
    expect(starts("2026-02-10", "2026-04-01", "month", berlin)).toEqual([
      "2026-02-01T00:00:00+01:00",
      "2026-03-01T00:00:00+01:00",
      "2026-04-01T00:00:00+02:00",
    ]);
  });
  test("where midnight does not exist begin with the first moment of the day", () => {
    // Beirut goes from 00:00 to 01:00 on 29 March 2026.
    expect(starts("2026-03-28", "2026-03-29", "day", "Asia/Beirut")).toEqual(["2026-03-28T00:00:00+02:00", "2026-03-29T01:00:00+03:00"]);
    expect(starts("2026-03-29", "2026-03-30", "day", "Asia/Beirut")[1]).toBe("2026-03-30T00:00:00+03:00");
  });
  test("where a day was skipped leave it out", () => {
    expect(starts("2011-12-29", "2011-12-31", "day", "Pacific/Apia")).toEqual(["2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00"]);
  });
  test("of an empty range are none", () => expect(starts("2026-03-09", "2026-03-04", "day", "UTC")).toEqual([]));
  test("meet without gap or overlap", () => {
    const buckets = bucketsOf({ fromMs: at("2025-01-01T00:00:00Z"), toMs: at("2027-01-01T00:00:00Z") }, "day", "America/Sao_Paulo");
    expect(buckets.every((bucket, index) => index === 0 || bucket.startMs === buckets[index - 1]?.endMs)).toBe(true);
  });
});

test("the last two days end with a day that has no midnight", () => {
  const nowMs = at("2026-03-29T10:00:00Z");
  expect(iso(resolveRange({ last: { value: 2, unit: "day" } }, { nowMs, timezone: "Asia/Beirut" }).fromMs)).toBe(
    "2026-03-27T22:00:00.000Z",
  );
});
test("a month after 31 January is the last of February", () =>
  expect(iso(addIntervals(at("2026-01-31T10:00:00Z"), 1, "month", "UTC"))).toBe("2026-02-28T10:00:00.000Z"));
test("a day later the clocks show the same", () =>
  expect(iso(addIntervals(at("2026-03-28T11:00:00Z"), 1, "day", berlin))).toBe("2026-03-29T10:00:00.000Z"));

test("the previous span of an unfinished week is as unfinished", () => {
  const span = { fromMs: at("2026-03-02T00:00:00Z"), toMs: at("2026-03-11T15:00:00Z") };
  const previous = previousSpan(span, "week", "UTC");
  expect([iso(previous.fromMs), iso(previous.toMs)]).toEqual(["2026-02-16T00:00:00.000Z", "2026-02-25T15:00:00.000Z"]);
});

test("a time is written with the zone's offset of its moment", () => {
  expect(toZonedIso(at("2026-07-01T00:00:00Z"), "America/St_Johns")).toBe("2026-06-30T21:30:00-02:30");
  expect(toZonedIso(at("2026-07-01T00:00:00Z"), "UTC")).toBe("2026-07-01T00:00:00+00:00");
});
