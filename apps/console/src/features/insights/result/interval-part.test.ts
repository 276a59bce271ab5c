import { expect, test } from "vitest";
import { partsOf, withPart } from "./interval-part.ts";

const points = (...at: string[]) => at.map((one) => ({ at: one, value: 1 }));
const about = (from: string, to: string, asOf: string) => ({ from, to, freshness: { at: asOf, waiting: 0 } });
const berlin = (date: string) => `${date}T00:00:00+01:00`;
const days = points(berlin("2026-11-20"), berlin("2026-11-21"), berlin("2026-11-22"));

test("a day that is not over is told so far, also where the range goes on", () => {
  const now = "2026-11-22T09:00:00Z";
  expect(partsOf(days, "day", about(berlin("2026-11-20"), "2026-11-22T10:00:02+01:00", now))).toEqual([null, null, "so far"]);
  expect(partsOf(days, "day", about(berlin("2026-11-20"), berlin("2026-11-23"), now))).toEqual([null, null, "so far"]);
});

test("a day that is over is told whole: it ends at midnight of the workspace's zone", () => {
  const range = [berlin("2026-11-20"), berlin("2026-11-23")] as const;
  expect(partsOf(days, "day", about(...range, "2026-11-22T23:00:00Z"))).toEqual([null, null, null]);
  expect(partsOf(days, "day", about(...range, "2026-11-22T22:59:00Z"))).toEqual([null, null, "so far"]);
});

test("a week that the range cuts is told in part", () => {
  const weeks = points(berlin("2026-10-26"), berlin("2026-11-02"), berlin("2026-11-09"));
  const asked = about(berlin("2026-10-28"), berlin("2026-11-13"), "2026-11-22T09:00:00Z");
  expect(partsOf(weeks, "week", asked)).toEqual(["in part", null, "in part"]);
});

test("what has not been processed yet makes every interval since then so far, and what has not begun is none", () => {
  const late = about(berlin("2026-11-20"), berlin("2026-11-24"), "2026-11-21T10:00:00Z");
  expect(partsOf([...days, { at: berlin("2026-11-23"), value: null }], "day", late)).toEqual([null, "so far", "so far", null]);
});

test("months and hours have their own lengths", () => {
  const month = about(berlin("2026-02-01"), berlin("2026-03-01"), "2026-02-28T23:00:00Z");
  expect(partsOf(points(berlin("2026-02-01")), "month", month)).toEqual([null]);
  const hour = about("2026-11-22T10:00:00+01:00", "2026-11-22T10:59:00+01:00", "2026-11-22T09:59:00Z");
  expect(partsOf(points("2026-11-22T10:00:00+01:00"), "hour", hour)).toEqual(["so far"]);
});

test("is said behind the interval", () =>
  expect([withPart("22 Nov", "so far"), withPart("22 Nov", null)]).toEqual(["22 Nov, so far", "22 Nov"]));
