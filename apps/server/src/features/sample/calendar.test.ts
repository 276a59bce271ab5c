import { expect, test } from "vitest";
import { createCalendar, DAY, HISTORY_DAYS } from "./calendar.ts";
import { createEventQueue } from "./event-queue.ts";
import { createRandom } from "./random.ts";

const calendar = createCalendar(new Date("2026-04-20T10:00:00.000Z"));
const iso = (at: number): string => new Date(at).toISOString();

test("the history is 90 days long and counts its dates from the first UTC date", () => {
  expect(iso(calendar.startAt)).toBe("2026-01-20T10:00:00.000Z");
  expect(calendar.dateOf(calendar.startAt)).toBe(0);
  expect(calendar.lastDate).toBe(HISTORY_DAYS);
});

test("a local hour is found in zones east and west, before and after summer time begins", () => {
  const january = 0;
  const april = calendar.dateOf(Date.parse("2026-04-15T00:00:00Z"));
  expect(iso(calendar.localMoment(january, 9, "Europe/Berlin"))).toBe("2026-01-20T08:00:00.000Z");
  expect(iso(calendar.localMoment(april, 9, "Europe/Berlin"))).toBe("2026-04-15T07:00:00.000Z");
  expect(iso(calendar.localMoment(january, 9.5, "Asia/Kolkata"))).toBe("2026-01-20T04:00:00.000Z");
  expect(iso(calendar.localMoment(january, 20, "America/New_York"))).toBe("2026-01-21T01:00:00.000Z");
});

test("office hours leave a working moment alone and move a weekend to Monday", () => {
  const random = createRandom("office");
  const wednesday = Date.parse("2026-03-04T11:00:00Z");
  expect(calendar.inOfficeHours(wednesday, "Europe/London", random)).toBe(wednesday);
  const saturday = Date.parse("2026-03-07T11:00:00Z");
  const moved = iso(calendar.inOfficeHours(saturday, "Europe/London", random));
  expect(moved.slice(0, 10)).toBe("2026-03-09");
  expect(moved.slice(11) >= "08:30").toBe(true);
});

test("the queue gives a date out in order of time, keeps the order of equals, and refuses what comes too late", () => {
  const queue = createEventQueue(calendar);
  const push = (at: number, event: string): void => queue.push(at, { type: "track", userId: "u", event });
  const noon = calendar.startAt + 2 * DAY;
  push(noon, "second");
  push(noon, "third");
  push(noon - 1, "first");
  push(calendar.endAt, "after the end");
  expect(queue.drain(calendar.dateOf(noon)).map(({ message }) => message.event)).toEqual(["first", "second", "third"]);
  expect(() => push(noon, "late")).toThrow("was closed");
});
