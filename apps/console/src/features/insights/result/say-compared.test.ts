import { expect, test } from "vitest";
import { sayCompared } from "./say-compared.ts";

const found = { items: [], converted: 40, dropped: 60, compared: 214, differing: 0, falseDiscoveryRate: 0.05 };
const item = {
  kind: "event" as const,
  label: "Report Shared",
  property: null,
  value: null,
  oddsRatio: 3,
  low: 2,
  high: 4,
  converted: 30,
  dropped: 20,
  ofConverted: 40,
  ofDropped: 60,
  corrected: 0.001,
};

test("a list of findings says of how many they are, how many may be chance, and what is not listed", () => {
  expect(sayCompared({ ...found, items: [item, item], differing: 2 })).toBe(
    "214 properties and events compared: listed are the 2 that differ by more than chance (at most 5 % of them false finds); 212 not listed.",
  );
  expect(sayCompared({ ...found, items: [item], differing: 44 })).toContain("listed are the 1 clearest of 44 that differ");
});

test("where nothing differs, or nobody can be compared, it says which", () => {
  expect(sayCompared(found)).toBe("214 properties and events compared: none differs by more than chance.");
  expect(sayCompared({ ...found, converted: 0 })).toMatch(/^Nobody converted/);
  expect(sayCompared({ ...found, dropped: 0 })).toMatch(/^All converted/);
  expect(sayCompared({ ...found, compared: 0 })).toBe("Nothing is shared by enough of them to be compared.");
});
