import { expect, test } from "vitest";
import { fromWallMs } from "./zone.ts";

const wall = (text: string) => Date.parse(`${text}Z`);
const shownAt = (text: string, timezone: string) => new Date(fromWallMs(wall(text), timezone)).toISOString();

test("an hour that the clocks skip is the moment of the change, wherever in it", () => {
  for (const skipped of ["2026-03-29T02:00:00", "2026-03-29T02:30:00", "2026-03-29T02:59:59.999"])
    expect(shownAt(skipped, "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
});

test("a midnight that the clocks skip is the moment of the change too", () => {
  expect(shownAt("2026-04-24T00:00:00", "Africa/Cairo")).toBe("2026-04-23T22:00:00.000Z");
});

test("of an hour that the clocks show twice it is the first", () => {
  expect(shownAt("2026-10-25T02:30:00", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
});

test("just before and after a change the clocks are what they show", () => {
  expect(shownAt("2026-03-29T01:59:59", "Europe/Berlin")).toBe("2026-03-29T00:59:59.000Z");
  expect(shownAt("2026-03-29T03:00:00", "Europe/Berlin")).toBe("2026-03-29T01:00:00.000Z");
});
