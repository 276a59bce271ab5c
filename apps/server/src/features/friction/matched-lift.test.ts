import { wilsonInterval } from "@throughline/domain";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fewestSessions, holdsUp, matchedLift, type Stratum } from "./matched-lift.ts";

const stratum = (hit: number, hitBad: number, spared: number, sparedBad: number): Stratum => ({ hit, hitBad, spared, sparedBad });

describe("the matched lift", () => {
  test("is the difference of shares where all are alike, with Newcombe's interval", () => {
    // Newcombe (1998), table II: 56/70 against 48/80 gives 0.20 with 0.0524 to 0.3339 by method 10.
    const lift = matchedLift([stratum(70, 56, 80, 48)])!;
    expect(lift.value).toBeCloseTo(0.2, 10);
    expect(lift.low).toBeCloseTo(0.0524, 4);
    expect(lift.high).toBeCloseTo(0.3339, 4);
    expect(lift).toMatchObject({ with: 0.8, without: 0.6, n: 70, controls: 80, enough: true });
  });
  test("weighs strata by those who were hit, so a mix of easy and hard pages misleads nobody", () => {
    // In each stratum hit and spared fare alike; those who were hit are mostly in the bad one.
    const lift = matchedLift([stratum(90, 45, 100, 50), stratum(10, 1, 900, 90)])!;
    expect(lift.value).toBeCloseTo(0, 10);
    expect(lift.low).toBeLessThan(0);
    expect(lift.high).toBeGreaterThan(0);
  });
  test("leaves out those nobody can be compared with, and is null where nobody can", () => {
    expect(matchedLift([stratum(40, 20, 40, 10), stratum(500, 500, 0, 0)])).toMatchObject({ n: 40, with: 0.5, without: 0.25 });
    expect(matchedLift([stratum(5, 5, 0, 0)])).toBeNull();
    expect(matchedLift([])).toBeNull();
  });
  test("says when there are too few, also where many controls stand for little", () => {
    expect(matchedLift([stratum(fewestSessions - 1, 10, 500, 10)])?.enough).toBe(false);
    expect(matchedLift([stratum(fewestSessions, 10, 500, 10)])?.enough).toBe(true);
    expect(matchedLift([stratum(100, 10, 3, 1), stratum(1, 0, 100_000, 10)])?.enough).toBe(false);
  });
  test("lies within its interval, and that within what shares can differ", () => {
    const one = fc
      .tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50))
      .map(([a, b, c, d]) => stratum(Math.max(a, b), Math.min(a, b), Math.max(c, d), Math.min(c, d)));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 6 }), (strata) => {
        const lift = matchedLift(strata);
        if (!lift) return;
        expect(lift.low).toBeLessThanOrEqual(lift.value + 1e-12);
        expect(lift.high).toBeGreaterThanOrEqual(lift.value - 1e-12);
        expect(lift.low).toBeGreaterThanOrEqual(-1 - 1e-9);
        expect(lift.high).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
  test("is never surer than with as many independent controls as there are", () => {
    const skewed = matchedLift([stratum(50, 25, 10, 5), stratum(50, 25, 400, 200)])!;
    const even = matchedLift([stratum(100, 50, 410, 205)])!;
    expect(skewed.high - skewed.low).toBeGreaterThan(even.high - even.low);
    expect(even.high - even.low).toBeGreaterThan(wilsonInterval(50, 100).high! - 0.5);
  });
});

describe("what the earlier part said", () => {
  const lift = (value: number, low: number, high: number, enough = true) => ({
    value,
    low,
    high,
    with: 0,
    without: 0,
    n: 100,
    controls: 100,
    enough,
  });
  test("holds where the held-out part says it too", () => {
    expect(holdsUp(lift(0.2, 0.1, 0.3), lift(0.15, 0.05, 0.25))).toBe(true);
  });
  test("holds where there is less harm than before, but harm beyond doubt", () => {
    expect(holdsUp(lift(0.7, 0.6, 0.8), lift(0.5, 0.4, 0.55))).toBe(true);
  });
  test("does not where the held-out part shows no harm, or too little of it", () => {
    expect(holdsUp(lift(0.2, 0.1, 0.3), lift(-0.1, -0.2, -0.01))).toBe(false);
    expect(holdsUp(lift(0.4, 0.3, 0.5), lift(0.1, -0.05, 0.2))).toBe(false);
  });
  test("is left open where either part says too little", () => {
    expect(holdsUp(lift(0.2, -0.1, 0.5), lift(0.2, 0.1, 0.3))).toBeNull();
    expect(holdsUp(lift(0.2, 0.1, 0.3), lift(0.2, 0.1, 0.3, false))).toBeNull();
    expect(holdsUp(lift(0.2, 0.1, 0.3), lift(-0.02, -0.2, 0.2))).toBeNull();
    expect(holdsUp(lift(0.2, 0.1, 0.3), null)).toBeNull();
    expect(holdsUp(null, lift(0.2, 0.1, 0.3))).toBeNull();
  });
});
