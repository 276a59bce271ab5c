import { expect, test } from "vitest";
import { describeRetried } from "./retried-words.ts";

test("what came of trying failed runs again is told with every number that is not nought", () => {
  expect(describeRetried({ tried: 30, failedAgain: 0, leftOut: 0, left: 0 })).toBe("30 runs tried again: none failed.");
  expect(describeRetried({ tried: 1000, failedAgain: 2, leftOut: 1, left: 1200 })).toBe(
    "1,000 runs tried again: 998 did not fail, 2 failed again. The reason stands with each. 1 run was left out: in it again by another run, or somebody else was first. 1,200 are left: try again to take them too.",
  );
  expect(describeRetried({ tried: 0, failedAgain: 0, leftOut: 2, left: 0 })).toBe(
    "None was tried. 2 runs were left out: in it again by another run, or somebody else was first.",
  );
});
