import { defaultArbiterRules, type ArbiterRules, type RuleName, type Verdict } from "@throughline/contract";
import { describe, expect, test } from "vitest";
import { decide } from "./decide.ts";
import type { Facts, WantedTouch } from "./facts.ts";
import { bucketOf, drawHoldout } from "./holdout-bucket.ts";
import { nextAt } from "./local-clock.ts";
import { freeFrom } from "./sliding-window.ts";

const at = (iso: string): number => Date.parse(iso);
const now = at("2026-03-11T10:00:00Z");
const touch: WantedTouch = {
  kind: "message",
  purpose: "promotional",
  topic: undefined,
  channel: "email",
  priority: 5,
  value: 1,
  expires: undefined,
  stakes: "low",
  flow: undefined,
  decidedBy: "automation",
};
const facts: Facts = {
  workspaceId: "00000000-0000-4000-8000-00000000000b",
  personId: "p_0000000000000001",
  timezone: "UTC",
  email: "ada@x.example",
  phone: null,
  push: false,
  traits: {},
  consents: [{ purpose: "marketing", granted: true, at: at("2026-03-01T00:00:00Z") }],
  matters: [],
  scores: [],
  past: [],
  tiers: [],
  holdouts: [{ scope: "", held: false }],
};
type Case = { touch?: Partial<WantedTouch>; facts?: Partial<Facts>; rules?: Partial<ArbiterRules>; at?: number };
const ask = (one: Case) =>
  decide({ ...touch, ...one.touch }, { ...facts, ...one.facts }, { ...defaultArbiterRules, ...one.rules }, one.at ?? now);
const verdict = (rule: RuleName, one: Case): Verdict["verdict"] => ask(one).verdicts.find((said) => said.rule === rule)?.verdict ?? "deny";
const answer = (purpose: string, granted: boolean, day: number) => ({ purpose, granted, at: at(`2026-03-0${day}T00:00:00Z`) });

describe("consent", () => {
  test("is needed for promotion, and for nothing that they wait for", () => {
    expect(verdict("consent", { facts: { consents: [] } })).toBe("deny");
    expect(verdict("consent", { facts: { consents: [] }, touch: { purpose: "service" } })).toBe("allow");
    expect(verdict("consent", { facts: { consents: [answer("service", false, 1)] }, touch: { purpose: "service" } })).toBe("deny");
    expect(verdict("consent", { facts: { consents: [answer("service", false, 1)] }, touch: { purpose: "transactional" } })).toBe("allow");
  });
  test("to the topic goes before that to the class, until they say no to the class", () => {
    const about = { topic: "news" };
    expect(verdict("consent", { touch: about, facts: { consents: [answer("marketing", true, 1), answer("news", false, 2)] } })).toBe(
      "deny",
    );
    expect(verdict("consent", { touch: about, facts: { consents: [answer("marketing", false, 1), answer("news", true, 2)] } })).toBe(
      "allow",
    );
    expect(verdict("consent", { touch: about, facts: { consents: [answer("marketing", false, 3), answer("news", true, 2)] } })).toBe(
      "deny",
    );
  });
  test("stated as a trait counts until they answer", () => {
    const traits = { marketingConsent: true };
    expect(verdict("consent", { facts: { consents: [], traits } })).toBe("allow");
    expect(verdict("consent", { facts: { consents: [answer("marketing", false, 1)], traits } })).toBe("deny");
    expect(verdict("consent", { facts: { consents: [], traits: { marketingConsent: "yes" } } })).toBe("deny");
  });
  test("ends when they unsubscribe, and comes back with a later yes", () => {
    const matters = [{ kind: "unsubscribe" as const, key: "marketing", openedAt: at("2026-03-02T00:00:00Z"), lastAt: 0 }];
    expect(verdict("consent", { facts: { matters } })).toBe("deny");
    expect(verdict("consent", { facts: { matters, consents: [answer("marketing", true, 3)] } })).toBe("allow");
  });
});

describe("reach", () => {
  test("needs what the channel goes by", () => {
    expect(verdict("reachable", { facts: { email: null } })).toBe("deny");
    expect(verdict("reachable", { touch: { channel: "sms" } })).toBe("deny");
    expect(verdict("reachable", { touch: { channel: "sms" }, facts: { phone: "+491" } })).toBe("allow");
    expect(verdict("reachable", { touch: { channel: "push" } })).toBe("deny");
    expect(verdict("reachable", { touch: { channel: "in_app" }, facts: { email: null } })).toBe("allow");
  });
  test("ends with mail that came back", () =>
    expect(verdict("reachable", { facts: { matters: [{ kind: "bounce", key: "email", openedAt: now, lastAt: now }] } })).toBe("deny"));
});

describe("what is open", () => {
  const open = (kind: "complaint" | "conversation", lastAt: string) => ({
    matters: [{ kind, key: "ticket 1", openedAt: at("2026-02-01T00:00:00Z"), lastAt: at(lastAt) }],
  });
  test("holds promotion and surveys back, and not what helps", () => {
    for (const kind of ["complaint", "conversation"] as const) {
      expect(verdict(kind, { facts: open(kind, "2026-03-10T00:00:00Z") })).toBe("deny");
      expect(verdict(kind, { facts: open(kind, "2026-03-10T00:00:00Z"), touch: { purpose: "survey" } })).toBe("deny");
      expect(verdict(kind, { facts: open(kind, "2026-03-10T00:00:00Z"), touch: { purpose: "service" } })).toBe("allow");
    }
  });
  test("is forgotten when nothing was heard for long: a conversation sooner than a complaint", () => {
    expect(verdict("complaint", { facts: open("complaint", "2026-02-20T00:00:00Z") })).toBe("deny");
    expect(verdict("conversation", { facts: open("conversation", "2026-02-20T00:00:00Z") })).toBe("allow");
  });
});

test("a bad score is heeded for two weeks, a good one is not", () => {
  const score = (value: number) => ({ scores: [{ kind: "csat" as const, score: value, at: at("2026-03-01T00:00:00Z") }] });
  expect(verdict("score", { facts: score(2) })).toBe("wait");
  expect(verdict("score", { facts: score(3) })).toBe("allow");
  expect(verdict("score", { facts: score(2), at: at("2026-03-15T00:00:00Z") })).toBe("allow");
});

test("an expired touch is refused, and so is one that could not come in time", () => {
  expect(ask({ touch: { expires: "2026-03-11T10:00:00Z" } })).toMatchObject({ answer: "no", rule: "expiry" });
  const night = at("2026-03-11T23:00:00Z");
  expect(ask({ at: night, touch: { expires: "2026-03-12T07:00:00Z" } })).toMatchObject({ answer: "no", rule: "quiet_hours" });
  expect(ask({ at: night, touch: { expires: "2026-03-12T09:00:00Z" } })).toMatchObject({ answer: "later", at: at("2026-03-12T08:00:00Z") });
});

test("a touch belongs to a person, to automation after approval, or to automation", () => {
  const owned = (stakes: WantedTouch["stakes"], tiers: string[], decidedBy: WantedTouch["decidedBy"] = "automation") =>
    ask({ touch: { stakes, decidedBy }, facts: { tiers } }).answer;
  expect([
    owned("high", ["enterprise"]),
    owned("high", ["starter"]),
    owned("medium", ["enterprise"]),
    owned("medium", []),
    owned("low", ["enterprise"]),
  ]).toEqual(["task", "approval", "approval", "now", "now"]);
  expect([owned("high", ["enterprise"], "approved"), owned("high", ["enterprise"], "person"), owned("high", [], "approved")]).toEqual([
    "task",
    "now",
    "now",
  ]);
});

describe("quiet hours and the clocks", () => {
  test("end at the change where the clocks skip their end", () =>
    // 2:30 does not exist in Madrid on that day.
    expect(new Date(nextAt("02:30", at("2026-03-29T00:10:00Z"), "Europe/Madrid")).toISOString()).toBe("2026-03-29T01:00:00.000Z"));
  test("end the first time where the clocks show their end twice", () =>
    expect(new Date(nextAt("02:30", at("2026-10-24T22:10:00Z"), "Europe/Madrid")).toISOString()).toBe("2026-10-25T00:30:00.000Z"));
  test("are those of the person's zone", () => {
    expect(verdict("quiet_hours", { facts: { timezone: "Asia/Tokyo" }, at: at("2026-03-11T12:30:00Z") })).toBe("wait");
    expect(verdict("quiet_hours", { facts: { timezone: "Europe/Madrid" }, at: at("2026-03-11T12:30:00Z") })).toBe("allow");
  });
});

describe("a sliding window", () => {
  test("frees its place exactly when the oldest in the way leaves", () => {
    expect(freeFrom([1, 5], { max: 2, withinMs: 10, nowMs: 9 })).toBe(11);
    expect(freeFrom([1, 5], { max: 2, withinMs: 10, nowMs: 11 })).toBe(11);
    expect(freeFrom([1, 5], { max: 1, withinMs: 10, nowMs: 9 })).toBe(15);
    expect(freeFrom([], { max: 1, withinMs: 10, nowMs: 9 })).toBe(9);
  });
});

describe("holdouts", () => {
  test("are drawn as GrowthBook's version 2 does", () =>
    expect([bucketOf("seed", "a"), bucketOf("seed", "b"), bucketOf("foo", "ab"), bucketOf("foo", "def")]).toEqual([
      0.0505, 0.2696, 0.2575, 0.2019,
    ]));
  test("leave as many alone as they say, and of each flow others", () => {
    const held = (scope: string) =>
      Array.from({ length: 20_000 }, (_, n) =>
        drawHoldout({ workspaceId: "w", personId: `p_${n.toString(16).padStart(16, "0")}`, scope, share: 0.1 }),
      );
    const [all, flow] = [held(""), held("stalled")];
    const share = (list: boolean[]) => list.filter(Boolean).length / list.length;
    expect(share(all)).toBeCloseTo(0.1, 1.8);
    expect(share(all.filter((_, n) => flow[n]))).toBeGreaterThan(0.07);
    expect(share(all.filter((_, n) => flow[n]))).toBeLessThan(0.13);
  });
  test("are met by automation alone, and stay as they were drawn", () => {
    const held = { holdouts: [{ scope: "", held: true }] };
    expect(verdict("holdout", { facts: held })).toBe("deny");
    expect(verdict("holdout", { facts: held, touch: { decidedBy: "person" } })).toBe("allow");
    expect(verdict("holdout", { facts: held, touch: { purpose: "transactional" } })).toBe("allow");
    expect(
      verdict("holdout", {
        facts: {
          holdouts: [
            { scope: "", held: false },
            { scope: "stalled", held: true },
          ],
        },
        touch: { flow: "stalled" },
      }),
    ).toBe("deny");
  });
});
