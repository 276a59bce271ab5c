import { expect, test } from "vitest";
import { sparkValues } from "./spark-values.ts";

test("what varies fills the height, and the largest reaches the top", () => {
  const [a = 0, b = 0] = sparkValues([0.4, 0.48]);
  expect(b).toBeCloseTo(100);
  expect(a).toBeLessThan(40);
  expect(a).toBeGreaterThan(0);
});

test("a line that does not vary lies in the middle; what is not known is left out", () => {
  expect(sparkValues([3, null, 3])).toEqual([50, 50]);
  expect(sparkValues([null])).toEqual([]);
});

test("nothing stands below nothing", () => expect(sparkValues([0, 10])).toEqual([0, 100]));
