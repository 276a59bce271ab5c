import { expect, test } from "vitest";
import { describeHeldOut, describeLift, formatHarm, formatPoints, verdictOf } from "./friction-words.ts";

const lift = (value: number, low: number, high: number, enough = true) => ({
  value,
  low,
  high,
  with: 0.61,
  without: 0.37,
  n: 212,
  controls: 1204,
  enough,
});

test("differences are points with a sign, small ones to a tenth", () => {
  expect([0.243, -0.071, 0.0996, 0.0994, 0, -0.0002, 1].map(formatPoints)).toEqual(["+24", "−7.1", "+10", "+9.9", "0", "0", "+100"]);
});
test("harm is whole sessions", () => {
  expect([51.4, 1234.5, -3.2, -0.2].map(formatHarm)).toEqual(["51", "1,235", "−3", "0"]);
});
test("a place bleeds only where the whole interval is above zero", () => {
  expect(verdictOf({ lift: lift(0.24, 0.12, 0.36) })).toBe("harm");
  expect(verdictOf({ lift: lift(0.24, -0.01, 0.4) })).toBe("unsure");
  expect(verdictOf({ lift: lift(-0.2, -0.3, -0.1) })).toBe("none");
  expect(verdictOf({ lift: lift(0.9, 0.5, 1, false) })).toBe("few");
  expect(verdictOf({ lift: null })).toBe("few");
});
test("a lift is told with both shares, its interval and n", () => {
  expect(describeLift(lift(0.24, 0.12, 0.36))).toBe(
    "61 % of them ended badly, against 37 % of 1,204 matched sessions without it: +24 points (+12 to +36, 95 %, n 212).",
  );
});
test("what was held out is told beside it, and what follows", () => {
  expect(describeHeldOut({ heldOut: lift(0.2, 0.05, 0.34), holds: true })).toContain(
    "+20 points (+5.0 to +34, n 212). What the time before said came again.",
  );
  expect(describeHeldOut({ heldOut: lift(0, -0.1, 0.1), holds: false })).toContain("did not come again");
  expect(describeHeldOut({ heldOut: lift(0, -0.1, 0.1), holds: null })).toContain("Too little");
  expect(describeHeldOut({ heldOut: null, holds: null })).toContain("no session");
});
