import { describe, expect, test } from "vitest";
import { correctTime, parseTime } from "./correct-time.ts";

const noon = Date.parse("2026-03-10T12:00:00Z");

describe("a time is read", () => {
  test.each([
    ["2026-03-10T12:00:00Z"],
    ["2026-03-10T12:00:00.000Z"],
    ["2026-03-10T12:00:00.000000+00:00"],
    ["2026-03-10T13:00:00+01:00"],
    ["2026-03-10T13:00:00+0100"],
    ["2026-03-10T13:00+01"],
    ["2026-03-10 12:00:00"],
    ["2026-03-10T12:00:00"],
    [noon],
    [noon / 1000],
    [String(noon)],
    [String(noon / 1000)],
  ])("%s, wherever the server stands", (value) => expect(parseTime(value)).toBe(noon));
  test("from a date alone, as its first moment in UTC", () => expect(parseTime("2026-03-10")).toBe(Date.parse("2026-03-10T00:00:00Z")));
});

test.each(["yesterday", "report 5", "12", "", "2026-13-10T12:00:00Z", "10/03/2026", {}, true, Number.NaN])("%j is no time", (value) =>
  expect(parseTime(value)).toBeNull(),
);

test("a clock that stands in 1970 is corrected like any other", () =>
  expect(correctTime({ timestamp: "1970-01-01T00:00:50Z", sentAt: "1970-01-01T00:01:00Z", receivedAt: noon })).toBe(noon - 10_000));
test("without sentAt, 1970 is no time of an interaction", () =>
  expect(correctTime({ timestamp: 1, sentAt: undefined, receivedAt: noon })).toBeNull());
test("a sentAt that cannot be read corrects nothing", () =>
  expect(correctTime({ timestamp: noon - 5_000, sentAt: "soon", receivedAt: noon })).toBe(noon - 5_000));
