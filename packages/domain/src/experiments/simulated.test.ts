import { describe, expect, test } from "vitest";
import { compareVariants, fixedSample, harmOf, liftOf, rateOf, sampleRatioTest, sequentialSample, type Reached } from "./index.ts";
import { shareFound } from "./testing/simulate.ts";

const [held, treated] = [0, 1];
const of = (arms: readonly Reached[], index: number): Reached => arms[index] as Reached;
const decided = (arms: readonly Reached[]) => {
  const lift = liftOf(of(arms, treated), of(arms, held));
  return lift.decided === "open" ? undefined : lift.decided;
};
const ratioIsFine = { alarm: false };

describe("where nothing differs, and somebody looks after every ten people and stops at the first finding", () => {
  test.each([
    { rate: 0.03, share: 0.1 },
    { rate: 0.1, share: 0.1 },
    { rate: 0.5, share: 0.1 },
    { rate: 0.9, share: 0.1 },
    { rate: 0.1, share: 0.5 },
  ])("at most 5 % find something: rate $rate, $share left alone", ({ rate, share }) => {
    const experiment = { rates: [rate, rate], weights: [share, 1 - share], people: 5_000, lookEvery: 10 };
    expect(shareFound(500, experiment, 11, decided)).toBeLessThanOrEqual(0.05);
  });

  test("a test for one look, looked at as often, would find something in every third: the simulation sees what peeking does", () => {
    const experiment = { rates: [0.3, 0.3], weights: [0.5, 0.5], people: 5_000, lookEvery: 10 };
    const naive = (arms: readonly Reached[]) => {
      const { rate: a } = rateOf(of(arms, treated));
      const { rate: b } = rateOf(of(arms, held));
      const [n, m] = [of(arms, treated).people, of(arms, held).people];
      if (n < 25 || m < 25) return undefined;
      const error = Math.sqrt(((a ?? 0) * (1 - (a ?? 0))) / n + ((b ?? 0) * (1 - (b ?? 0))) / m);
      return Math.abs((a ?? 0) - (b ?? 0)) > 1.96 * error ? true : undefined;
    };
    expect(shareFound(300, experiment, 12, naive)).toBeGreaterThan(0.3);
  });

  test("at most 5 % of experiments with four variants find one that differs from the first", () => {
    const experiment = { rates: [0.2, 0.2, 0.2, 0.2], weights: [1, 1, 1, 1], people: 5_000, lookEvery: 20 };
    const any = (arms: readonly Reached[]) => (compareVariants(arms).some((one) => one && one.decided !== "open") ? true : undefined);
    expect(shareFound(300, experiment, 13, any)).toBeLessThanOrEqual(0.05);
  });

  test("at most 2.5 % are stopped for harm", () => {
    const experiment = { rates: [0.3, 0.3], weights: [0.1, 0.9], people: 5_000, lookEvery: 10 };
    const stops = (arms: readonly Reached[]) => {
      const [one, other] = [of(arms, treated), of(arms, held)];
      return harmOf(rateOf(one), rateOf(other), liftOf(one, other), ratioIsFine) ?? undefined;
    };
    expect(shareFound(500, experiment, 14, stops)).toBeLessThanOrEqual(0.025);
  });

  test("the sample ratio alarms at most once in a thousand, looked at after every ten people", () => {
    const alarms = (arms: readonly Reached[]) =>
      sampleRatioTest(
        arms.map(({ people }) => people),
        [0.1, 0.9],
      ).alarm
        ? true
        : undefined;
    const experiment = { rates: [0, 0], weights: [0.1, 0.9], people: 3_000, lookEvery: 10 };
    expect(shareFound(2_000, experiment, 15, alarms)).toBeLessThanOrEqual(0.001);
  });
});

describe("what was planted", () => {
  test.each([
    { baseRate: 0.1, lift: 0.05, heldShare: 0.1 },
    { baseRate: 0.3, lift: -0.08, heldShare: 0.1 },
    { baseRate: 0.1, lift: -0.03, heldShare: 0.5 },
  ])("is found with 80 % power by as many people as were asked for: $lift on $baseRate, $heldShare left alone", (wanted) => {
    const people = sequentialSample(wanted) ?? 0;
    const sign = wanted.lift > 0 ? "better" : "worse";
    const experiment = {
      rates: [wanted.baseRate, wanted.baseRate + wanted.lift],
      weights: [wanted.heldShare, 1 - wanted.heldShare],
      people,
      lookEvery: 25,
    };
    expect(shareFound(250, experiment, 21, (arms) => (decided(arms) === sign ? true : undefined))).toBeGreaterThanOrEqual(0.8);
  });

  test("is found by one look at the end with about the power that the fixed sample promises", () => {
    const wanted = { baseRate: 0.1, lift: 0.05, heldShare: 0.1 };
    const people = fixedSample(wanted) ?? 0;
    const experiment = { rates: [0.1, 0.15], weights: [0.1, 0.9], people, lookEvery: people };
    const significant = (arms: readonly Reached[]) => {
      const [one, other] = [of(arms, treated), of(arms, held)];
      const all = (one.reached + other.reached) / people;
      const z =
        (one.reached / one.people - other.reached / other.people) / Math.sqrt(all * (1 - all) * (1 / one.people + 1 / other.people));
      return z > 1.96 ? true : undefined;
    };
    const power = shareFound(500, experiment, 22, significant);
    expect(power).toBeGreaterThan(0.76);
    expect(power).toBeLessThan(0.86);
  });

  test("harm stops a flow in nearly every case before 3,000 people have come in", () => {
    const experiment = { rates: [0.4, 0.2], weights: [0.1, 0.9], people: 3_000, lookEvery: 25 };
    const stops = (arms: readonly Reached[]) => {
      const [one, other] = [of(arms, treated), of(arms, held)];
      return harmOf(rateOf(one), rateOf(other), liftOf(one, other), ratioIsFine) ?? undefined;
    };
    expect(shareFound(200, experiment, 23, stops)).toBeGreaterThan(0.97);
  });

  test("a holdout of 10 % that comes out as 15 % alarms", () => {
    const experiment = { rates: [0, 0], weights: [0.15, 0.85], people: 3_000, lookEvery: 50 };
    const alarms = (arms: readonly Reached[]) =>
      sampleRatioTest(
        arms.map(({ people }) => people),
        [0.1, 0.9],
      ).alarm
        ? true
        : undefined;
    expect(shareFound(200, experiment, 24, alarms)).toBeGreaterThan(0.99);
  });
});

test("the interval holds the true difference at every look in at least 95 % of experiments", () => {
  const experiment = { rates: [0.2, 0.3], weights: [0.1, 0.9], people: 5_000, lookEvery: 10 };
  const misses = (arms: readonly Reached[], people: number) => {
    if (people < 500) return undefined;
    const { low, high } = liftOf(of(arms, treated), of(arms, held));
    return low! > 0.1 || high! < 0.1 ? true : undefined;
  };
  expect(shareFound(500, experiment, 31, misses)).toBeLessThanOrEqual(0.05);
});
