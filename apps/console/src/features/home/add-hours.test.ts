import { expect, test } from "vitest";
import { addHours } from "./add-hours.ts";

const only = (index: number, accepted: number) => Array.from({ length: 24 }, (_, at) => (at === index ? accepted : 0));

test("hours of all sources are added, the running one last", () => {
  const hours = addHours([only(23, 2), only(23, 3), only(0, 7)], Date.parse("2026-03-10T12:34:56Z"));
  expect(hours.filter(({ accepted }) => accepted > 0)).toEqual([
    { start: new Date("2026-03-09T13:00:00Z"), accepted: 7 },
    { start: new Date("2026-03-10T12:00:00Z"), accepted: 5 },
  ]);
});

test("without sources every hour is empty", () => {
  const hours = addHours([], Date.parse("2026-03-10T12:00:00Z"));
  expect([hours.length, hours.every(({ accepted }) => accepted === 0)]).toEqual([24, true]);
});
