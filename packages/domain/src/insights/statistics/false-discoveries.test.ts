import { describe, expect, test } from "vitest";
import { correctForMany, fisherTest, type OddsTable } from "./index.ts";

describe("the exact test of two groups", () => {
  test.each([
    // The lady tasting tea: 3 of 4 against 1 of 4 is 17/70 in one tail.
    [{ with: 3, of: 4, othersWith: 1, othersOf: 4 }, 34 / 70],
    [{ with: 4, of: 4, othersWith: 0, othersOf: 4 }, 2 / 70],
    // Fisher's convicted twins: 2 of 17 dizygotic against 10 of 13 monozygotic, 0.000465 in one tail.
    [{ with: 2, of: 17, othersWith: 10, othersOf: 13 }, 2 * 0.00046518],
    [{ with: 5, of: 10, othersWith: 0, othersOf: 10 }, (2 * 252) / 15504],
    [{ with: 3, of: 9, othersWith: 3, othersOf: 9 }, 1],
    [{ with: 0, of: 0, othersWith: 0, othersOf: 0 }, 1],
  ])("%o: %f", (table, p) => expect(fisherTest(table)).toBeCloseTo(p, 6));

  test("says the same whichever group comes first, and of having as of not having", () => {
    const table = { with: 70, of: 900, othersWith: 101, othersOf: 2200 };
    const turned = { with: 101, of: 2200, othersWith: 70, othersOf: 900 };
    const not = { with: 830, of: 900, othersWith: 2099, othersOf: 2200 };
    expect(fisherTest(turned)).toBeCloseTo(fisherTest(table), 12);
    expect(fisherTest(not)).toBeCloseTo(fisherTest(table), 12);
  });

  test("stays a number for a million people", () => {
    expect(fisherTest({ with: 300_000, of: 600_000, othersWith: 200_000, othersOf: 400_000 })).toBeGreaterThan(0.99);
    expect(fisherTest({ with: 300_000, of: 600_000, othersWith: 100_000, othersOf: 400_000 })).toBe(0);
  });
});

describe("many comparisons", () => {
  test("are corrected as in the paper: of its fifteen, four hold at 5 %", () => {
    // Benjamini and Hochberg 1995, section 3.2 (thrombolysis after infarction).
    const pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1,
    ].toReversed();
    const corrected = correctForMany(pValues);
    expect(corrected.filter((q) => q <= 0.05)).toHaveLength(4);
    expect(corrected.at(-4)).toBeCloseTo((0.0095 * 15) / 4, 12);
    // A larger p never gets a smaller corrected one.
    expect(corrected).toEqual(corrected.toSorted((a, b) => b - a));
  });
  test("one alone stays as it is, and none is none", () => {
    expect(correctForMany([0.03])).toEqual([0.03]);
    expect(correctForMany([])).toEqual([]);
  });
});

/** A generator with a seed (mulberry32), so that the simulation is the same every time. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Things that some of two groups have, each as frequent in both but the first `planted`, which the first group has more often. */
function simulate(
  random: () => number,
  { of, othersOf, things, planted }: { of: number; othersOf: number; things: number; planted: number },
) {
  const draw = (people: number, rate: number) => {
    let having = 0;
    for (let person = 0; person < people; person++) if (random() < rate) having++;
    return having;
  };
  return Array.from({ length: things }, (_, index): OddsTable => {
    const rate = 0.05 + 0.5 * random();
    return { with: draw(of, index < planted ? Math.min(0.95, rate + 0.35) : rate), of, othersWith: draw(othersOf, rate), othersOf };
  });
}
const rate = 0.05;
const listed = (tables: readonly OddsTable[]) =>
  correctForMany(tables.map(fisherTest)).flatMap((corrected, index) => (corrected <= rate ? [index] : []));

describe("of things compared between converts and others", () => {
  test.each([
    [40, 200],
    [150, 150],
    [12, 400],
  ])("nothing is listed where nothing differs, but for the stated rate (%i against %i)", (of, othersOf) => {
    const random = createRandom(of);
    const trials = 400;
    const alarms = Array.from({ length: trials }).filter(
      () => listed(simulate(random, { of, othersOf, things: 60, planted: 0 })).length > 0,
    ).length;
    expect(alarms / trials).toBeLessThanOrEqual(rate + 3 * Math.sqrt((rate * (1 - rate)) / trials));
  });

  test("what was planted is found, and at most the stated share of what is listed is chance", () => {
    const random = createRandom(7);
    const trials = 150;
    const planted = 6;
    let found = 0;
    let shareOfChance = 0;
    for (let trial = 0; trial < trials; trial++) {
      const list = listed(simulate(random, { of: 120, othersOf: 180, things: 60, planted }));
      found += list.filter((index) => index < planted).length;
      shareOfChance += list.filter((index) => index >= planted).length / Math.max(1, list.length);
    }
    expect(found / (trials * planted)).toBeGreaterThan(0.95);
    expect(shareOfChance / trials).toBeLessThanOrEqual(rate);
  });
});
