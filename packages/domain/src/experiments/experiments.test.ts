import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chiSquareTail, logGamma } from "./gamma.ts";
import { compareVariants, fixedSample, harmOf, liftOf, rateOf, sampleRatioTest, sequentialSample } from "./index.ts";
import { normalQuantile } from "./normal-quantile.ts";

const reached = fc.integer({ min: 1, max: 20_000 }).chain((people) => fc.record({ people: fc.constant(people), reached: fc.nat(people) }));

describe("a lift", () => {
  test("of an empty side is none", () => {
    const nobody = { reached: 0, people: 0 };
    expect(liftOf({ reached: 3, people: 10 }, nobody)).toEqual({
      absolute: null,
      low: null,
      high: null,
      relative: null,
      decided: "open",
      pValue: null,
    });
  });
  test("is the difference of the rates, and relative to the other side's", () => {
    const lift = liftOf({ reached: 300, people: 900 }, { reached: 20, people: 100 });
    expect(lift.absolute).toBeCloseTo(0.1333, 4);
    expect(lift.relative).toBeCloseTo(0.6667, 4);
  });
  test("has no relative one where nobody of the other side reached it", () =>
    expect(liftOf({ reached: 3, people: 90 }, { reached: 0, people: 10 }).relative).toBeNull());
  test("of 40 % against 20 % among a thousand is better, of 20 % against 40 % worse", () => {
    expect(liftOf({ reached: 360, people: 900 }, { reached: 20, people: 100 }).decided).toBe("better");
    expect(liftOf({ reached: 180, people: 900 }, { reached: 40, people: 100 }).decided).toBe("worse");
  });
  test("is open among few, however large: fewer than ten to be expected on a side", () => {
    const few = liftOf({ reached: 80, people: 80 }, { reached: 0, people: 9 });
    expect([few.decided, few.pValue]).toEqual(["open", 1]);
  });
  test("lies within its interval; the p-value is at most 5 % exactly where the interval excludes 0 and it is decided", () =>
    fc.assert(
      fc.property(reached, reached, (one, other) => {
        const { absolute, low, high, decided, pValue } = liftOf(one, other);
        expect(low! <= absolute! && absolute! <= high!).toBe(true);
        if (decided !== "open") expect(low! > 0 || high! < 0).toBe(true);
        expect(decided === "open").toBe(pValue! > 0.05);
      }),
    ));
  test("turns over when the sides change places", () =>
    fc.assert(
      fc.property(reached, reached, (one, other) => {
        const [there, back] = [liftOf(one, other), liftOf(other, one)];
        expect(there.absolute).toBeCloseTo(-back.absolute!, 12);
        expect(there.pValue).toBeCloseTo(back.pValue!, 12);
      }),
    ));
});

describe("the sample ratio", () => {
  test("of 1000 and 1200 drawn by halves alarms; Pearson's χ² of it is 0.000020079", () => {
    const { chiSquare, pValue, alarm } = sampleRatioTest([1000, 1200], [1, 1]);
    expect(chiSquare).toBeCloseTo(0.000020079, 9);
    expect(pValue).toBeLessThan(0.001);
    expect(alarm).toBe(true);
  });
  test("as drawn is fine", () => expect(sampleRatioTest([902, 98], [0.9, 0.1]).alarm).toBe(false));
  test("of nobody is unknown", () => expect(sampleRatioTest([0, 0], [1, 1])).toEqual({ pValue: null, chiSquare: null, alarm: false }));
  test("says nothing where fewer than eight are to be expected in an arm", () =>
    expect(sampleRatioTest([70, 0], [0.9, 0.1]).alarm).toBe(false));
  test("alarms when somebody is in an arm that nobody is drawn into", () =>
    expect(sampleRatioTest([10, 1], [1, 0])).toEqual({ pValue: 0, chiSquare: 0, alarm: true }));
  test("with one arm alone has nothing to compare", () => expect(sampleRatioTest([10, 0], [1, 0]).pValue).toBeNull());
});

describe("the sample that is needed", () => {
  test("is about 16·p(1−p)/δ² on each side: 1,400 for 10 % to 7 % by halves", () =>
    expect((fixedSample({ baseRate: 0.1, lift: -0.03, heldShare: 0.5 }) ?? 0) / 2).toBeCloseTo(1356, -1));
  test("is larger where only a tenth is left alone, and larger still for looking all the time", () => {
    const wanted = { baseRate: 0.1, lift: 0.05 };
    const [halves, tenth] = [fixedSample({ ...wanted, heldShare: 0.5 }) ?? 0, fixedSample({ ...wanted, heldShare: 0.1 }) ?? 0];
    expect(tenth).toBeGreaterThan(2 * halves);
    expect(sequentialSample({ ...wanted, heldShare: 0.1 })).toBeGreaterThan(tenth);
  });
  test.each([
    { baseRate: 0, lift: 0.1, heldShare: 0.1 },
    { baseRate: 0.95, lift: 0.1, heldShare: 0.1 },
    { baseRate: 0.5, lift: 0, heldShare: 0.1 },
    { baseRate: 0.5, lift: 0.1, heldShare: 0 },
  ])("is unknown where nothing can be found: $baseRate, $lift, $heldShare", (wanted) =>
    expect([fixedSample(wanted), sequentialSample(wanted)]).toEqual([null, null]),
  );
});

describe("variants", () => {
  const variants = [
    { reached: 100, people: 1000 },
    { reached: 170, people: 1000 },
    { reached: 104, people: 1000 },
  ];
  test("are compared with the first, which stands against nothing", () =>
    expect(compareVariants(variants).map((one) => one && one.decided)).toEqual([null, "better", "open"]));
  test("have wider intervals the more of them there are", () => {
    const width = (of: typeof variants) => (compareVariants(of)[1]?.high ?? 0) - (compareVariants(of)[1]?.low ?? 0);
    expect(width(variants)).toBeGreaterThan(width(variants.slice(0, 2)));
  });
  test("that are none compare to nothing", () => expect(compareVariants([])).toEqual([]));
});

describe("harm", () => {
  const [few, many] = [rateOf({ reached: 180, people: 900 }), rateOf({ reached: 40, people: 100 })];
  test("is told with both rates and the interval", () =>
    expect(harmOf(few, many, liftOf(few, many), { alarm: false })).toMatch(
      /^With it 20\.0 % of 900 people reached the goal, without it 40\.0 % of 100: -20\.0 points \(95 % interval -\d+\.\d to -\d+\.\d, valid at every look\)\.$/,
    ));
  test("is none where it is better, and none is found where the sides were not drawn as they should be", () => {
    expect(harmOf(many, few, liftOf(many, few), { alarm: false })).toBeNull();
    expect(harmOf(few, many, liftOf(few, many), { alarm: true })).toBeNull();
  });
});

describe("the functions behind", () => {
  test("ln Γ of whole numbers is ln (n−1)!", () =>
    expect([1, 2, 5, 11].map((x) => Math.exp(logGamma(x)))).toEqual([1, 1, 24, 3628800].map((x) => expect.closeTo(x, 3))));
  test("χ² tails are those of the tables", () => {
    expect(chiSquareTail(3.841459, 1)).toBeCloseTo(0.05, 6);
    expect(chiSquareTail(10.827566, 1)).toBeCloseTo(0.001, 8);
    expect(chiSquareTail(5.991465, 2)).toBeCloseTo(0.05, 6);
    expect(chiSquareTail(2, 4)).toBeCloseTo(0.735759, 6);
    expect(chiSquareTail(0, 3)).toBe(1);
  });
  test("normal quantiles are those of the tables", () =>
    expect([0.001, 0.5, 0.8, 0.975, 0.999].map(normalQuantile)).toEqual(
      [-3.090232, 0, 0.841621, 1.959964, 3.090232].map((x) => expect.closeTo(x, 5)),
    ));
});
