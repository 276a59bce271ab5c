import fc from "fast-check";
import { expect, test } from "vitest";
import { niceCeiling } from "./nice-ceiling.ts";

test("the top of an axis is a round number", () => {
  expect([0, 1.5, 3, 5, 47, 95, 120, 5200].map(niceCeiling)).toEqual([2, 2, 4, 6, 60, 100, 200, 6000]);
});

test("it is never below the value, and leaves less than half of the axis empty", () => {
  fc.assert(
    fc.property(fc.double({ min: 2, max: 1e12, noNaN: true }), (value) => {
      const top = niceCeiling(value);
      expect(top).toBeGreaterThanOrEqual(value);
      expect(top).toBeLessThanOrEqual(value * 2.0001);
    }),
  );
});
