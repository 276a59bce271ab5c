import { expect, test } from "vitest";
import { sayOdds, sayOddsInterval } from "./odds.ts";

test("an odds ratio is said with as many digits as it deserves", () => {
  expect([0.04, 0.5, 1, 3.24, 12.7, 100].map(sayOdds)).toEqual(["0.04×", "0.5×", "1.0×", "3.2×", "13×", "100×"]);
});

test("beyond a hundredfold either way it is said only that it is beyond", () => {
  expect([412_530.2, 100.1, 0.0099, 0].map(sayOdds)).toEqual(["more than 100×", "more than 100×", "less than 1/100", "less than 1/100"]);
  expect(sayOddsInterval({ low: 12.2, high: 9000 })).toBe("12–100+");
  expect(sayOddsInterval({ low: 0.00001, high: 0.8 })).toBe("<1/100–0.8");
  expect(sayOddsInterval({ low: 120, high: 9000 })).toBe("100+");
  expect(sayOddsInterval({ low: 0.0001, high: 0.002 })).toBe("<1/100");
});
