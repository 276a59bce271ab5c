import { expect, test } from "vitest";
import { niceCeiling } from "./nice-ceiling.ts";

test.each([
  [0, 1],
  [1, 1],
  [0.62, 0.8],
  [0.034, 0.04],
  [0.2, 0.2],
  [11, 15],
  [345_600, 400_000],
  [9.7, 10],
])("an axis for %s ends at %s", (value, ceiling) => expect(niceCeiling(value)).toBe(ceiling));
