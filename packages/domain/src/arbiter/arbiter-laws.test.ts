import { arbiterRulesSchema, defaultArbiterRules, durationMs } from "@throughline/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitrate, standingOf } from "./arbitrate.ts";
import { decide } from "./decide.ts";
import { isBetween } from "./local-clock.ts";
import { allRules } from "./rules/index.ts";
import { factsArbitrary, momentArbitrary, rulesArbitrary, touchArbitrary } from "./testing/arbitraries.ts";

const anything = [touchArbitrary, factsArbitrary, rulesArbitrary, momentArbitrary] as const;
const allowed = ["now", "task", "approval"];

test("the defaults are rules that the contract accepts", () =>
  expect(arbiterRulesSchema.parse(defaultArbiterRules)).toEqual(defaultArbiterRules));

test("nothing that keeps quiet hours is allowed in them, whatever the clocks do", () => {
  let quiet = 0;
  fc.assert(
    fc.property(...anything, (touch, facts, rules, now) => {
      const hours = rules.quietHours;
      if (hours === null || !hours.channels.includes(touch.channel) || !hours.purposes.includes(touch.purpose)) return;
      const { answer, at } = decide(touch, facts, rules, now);
      if (isBetween(hours, now, facts.timezone)) quiet++;
      if (answer === "now") expect(isBetween(hours, now, facts.timezone)).toBe(false);
      if (at !== null) expect(isBetween(hours, at, facts.timezone)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
  expect(quiet).toBeGreaterThan(50);
});

test("no sliding window ever holds more than a cap allows, however often and when it is asked", () => {
  let used = 0;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(touchArbitrary, momentArbitrary), { maxLength: 40 }),
      factsArbitrary,
      rulesArbitrary,
      (asked, someone, rules) => {
        let facts = { ...someone, past: [] as (typeof someone.past)[number][] };
        for (const [touch, at] of asked.sort(([, a], [, b]) => a - b))
          if (decide(touch, facts, rules, at).answer === "now") {
            facts = { ...facts, past: [...facts.past, { at, kind: touch.kind, purpose: touch.purpose }] };
            used++;
          }
        for (const cap of rules.caps) {
          const counted = facts.past.filter(
            (one) => cap.purposes.includes(one.purpose) && (cap.kinds === null || cap.kinds.includes(one.kind)),
          );
          for (const { at: end } of counted)
            expect(counted.filter(({ at }) => at <= end && at > end - durationMs(cap.within)).length).toBeLessThanOrEqual(cap.max);
        }
      },
    ),
    { numRuns: 500 },
  );
  expect(used).toBeGreaterThan(100);
});

test("the time given with “later” is one at which the same facts allow it, and it is later", () => {
  let later = 0;
  fc.assert(
    fc.property(...anything, (touch, facts, rules, now) => {
      const { answer, at } = decide(touch, facts, rules, now);
      if (answer !== "later") return;
      later++;
      expect(at).toBeGreaterThan(now);
      expect(at).toBeLessThanOrEqual(now + durationMs(rules.longestWait));
      expect(allowed).toContain(decide(touch, facts, rules, at ?? 0).answer);
    }),
    { numRuns: 2_000 },
  );
  expect(later).toBeGreaterThan(25);
});

test("at no moment before that time do the same facts allow it", () => {
  fc.assert(
    fc.property(...anything, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (touch, facts, rules, now, share) => {
      const { answer, at } = decide(touch, facts, rules, now);
      if (answer !== "later" || at === null) return;
      const earlier = Math.min(at - 1, Math.floor(now + (at - now) * share));
      expect(allowed).not.toContain(decide(touch, facts, rules, earlier).answer);
    }),
    { numRuns: 1_000 },
  );
});

test("the order in which the rules are asked changes nothing", () => {
  fc.assert(
    fc.property(...anything, fc.shuffledSubarray([...allRules], { minLength: allRules.length }), (touch, facts, rules, now, order) => {
      expect(decide(touch, facts, rules, now, order)).toEqual(decide(touch, facts, rules, now));
    }),
  );
});

test("every rule answers, once, and what is answered follows from what they say", () => {
  fc.assert(
    fc.property(...anything, (touch, facts, rules, now) => {
      const { answer, verdicts, rule } = decide(touch, facts, rules, now);
      expect(verdicts).toHaveLength(allRules.length);
      expect(new Set(verdicts.map((one) => one.rule)).size).toBe(allRules.length);
      const says = (verdict: string) => verdicts.some((one) => one.verdict === verdict);
      if (says("deny")) expect(answer).toBe("no");
      else if (says("wait")) expect(["later", "no"]).toContain(answer);
      else expect(answer).toBe(says("person") ? "task" : says("approval") ? "approval" : "now");
      expect(rule === null).toBe(answer === "now");
    }),
  );
});

test("a touch that is worth no more than nothing never wins, and of two that exclude each other the better one does", () => {
  fc.assert(
    fc.property(
      fc.array(touchArbitrary, { maxLength: 6 }),
      factsArbitrary,
      rulesArbitrary,
      momentArbitrary,
      (touches, facts, rules, now) => {
        const competing = touches.map((touch, index) => ({ ...touch, id: `t${index}` }));
        const ruled = arbitrate(competing, facts, rules, now);
        expect(ruled.map(({ touch }) => touch.id).sort()).toEqual(competing.map(({ id }) => id).sort());
        for (const { touch, ruling } of ruled) if (touch.priority * touch.value <= rules.nothing) expect(ruling.answer).toBe("no");
        const standings = ruled.map(({ touch }) => standingOf(touch, now));
        expect(standings).toEqual([...standings].sort((a, b) => b - a));
        expect(arbitrate([...competing].reverse(), facts, rules, now)).toEqual(ruled);
        const best = ruled[0];
        if (best) expect(best.ruling).toEqual(decide(best.touch, facts, rules, now));
      },
    ),
  );
});
