import { expect, test } from "vitest";
import { circlesOf, lensArea } from "./overlap-circles.ts";

test("areas are as the numbers: of each set, and of what they share", () => {
  for (const sets of [
    { one: 100, other: 50, both: 20 },
    { one: 10, other: 900, both: 9 },
    { one: 40, other: 40, both: 39 },
  ]) {
    const circles = circlesOf(sets, 60);
    if (!circles) throw new Error("no circles");
    const area = (radius: number) => Math.PI * radius * radius;
    expect(area(circles.one) / area(circles.other)).toBeCloseTo(sets.one / sets.other, 6);
    expect(lensArea(circles.one, circles.other, circles.distance) / area(circles.one)).toBeCloseTo(sets.both / sets.one, 4);
  }
});

test("sets that share nobody only touch, one within the other lies inside, and nobody is no drawing", () => {
  expect(circlesOf({ one: 9, other: 4, both: 0 }, 30)).toEqual({ one: 30, other: 20, distance: 50 });
  const within = circlesOf({ one: 9, other: 4, both: 4 }, 30);
  expect((within?.distance ?? 99) + 20).toBeLessThanOrEqual(30.0001);
  expect(circlesOf({ one: 0, other: 0, both: 0 }, 30)).toBeNull();
});
