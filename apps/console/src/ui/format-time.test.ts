import { expect, test } from "vitest";
import { formatAgo, formatClock, formatDateTime, formatDuration } from "./format-time.ts";

const now = new Date("2026-03-10T12:00:00Z");
const ago = (seconds: number) => formatAgo(new Date(now.getTime() - seconds * 1000), now, "UTC");

test("the past is told in its largest unit, and as a date after two weeks", () => {
  expect([2, 42, 240, 7200, 3 * 86_400, 20 * 86_400].map(ago)).toEqual([
    "just now",
    "42 s ago",
    "4 min ago",
    "2 h ago",
    "3 d ago",
    "18 Feb 2026",
  ]);
});

test("a time in the future is told as a time, not as a negative age", () => {
  expect(ago(-7200)).toBe("10 Mar 2026, 14:00:00");
});

test("times are those of the workspace's zone", () => {
  expect(formatClock(now, "America/New_York")).toBe("08:00");
  expect(formatDateTime(now, "Asia/Kolkata")).toBe("10 Mar 2026, 17:30:00");
});

test("a duration takes its two largest units", () => {
  expect([0, 450, 48_000, 125_000, 12_000_000, 187_200_000].map(formatDuration)).toEqual([
    "0 s",
    "450 ms",
    "48 s",
    "2 min 5 s",
    "3 h 20 min",
    "2 d 4 h",
  ]);
});
