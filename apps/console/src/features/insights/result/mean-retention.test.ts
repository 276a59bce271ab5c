import { expect, test } from "vitest";
import { meanRetention } from "./mean-retention.ts";

test("cohorts weigh by their size, and those whose period has not begun do not count", () => {
  const cohorts = [
    { size: 100, counts: [100, 50] },
    { size: 300, counts: [300, 30] },
    { size: 1000, counts: [1000, null] },
  ];
  expect(meanRetention(cohorts, 1)).toBe(0.2);
  expect(meanRetention(cohorts, 2)).toBeNull();
  expect(meanRetention([{ size: 0, counts: [0] }], 0)).toBeNull();
});
