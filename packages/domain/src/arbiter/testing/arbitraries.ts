import {
  arbiterRulesSchema,
  defaultArbiterRules,
  touchChannels,
  touchKinds,
  touchPurposes,
  type ArbiterRules,
} from "@throughline/contract";
import fc from "fast-check";
import type { Facts, WantedTouch } from "../facts.ts";
import { matterKinds, scoreKinds } from "../signals.ts";

/** Around the change of the clocks in Europe and in America, spring and autumn of 2026. */
const moments = [
  "2026-03-08T09:00:00Z",
  "2026-03-29T00:30:00Z",
  "2026-07-15T12:00:00Z",
  "2026-10-25T00:30:00Z",
  "2026-11-01T05:30:00Z",
].map((iso) => Date.parse(iso));
const dayMs = 86_400_000;
export const momentArbitrary = fc.tuple(fc.constantFrom(...moments), fc.integer({ min: -dayMs, max: dayMs })).map(([at, by]) => at + by);
const zone = fc.constantFrom(
  "UTC",
  "Europe/Madrid",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "America/St_Johns",
);
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`);
const purposes = fc.uniqueArray(fc.constantFrom(...touchPurposes), { minLength: 1 });
const duration = fc.oneof(
  fc.record({ value: fc.integer({ min: 1, max: 48 }), unit: fc.constant("hour" as const) }),
  fc.record({ value: fc.integer({ min: 1, max: 14 }), unit: fc.constant("day" as const) }),
);
const topics = ["product-news", "marketing", "service", "surveys"];
const tiers = ["enterprise", "starter"];

export const touchArbitrary: fc.Arbitrary<WantedTouch> = fc
  .record({
    kind: fc.constantFrom(...touchKinds),
    purpose: fc.constantFrom(...touchPurposes),
    topic: fc.option(fc.constantFrom(...topics), { nil: undefined }),
    channel: fc.constantFrom(...touchChannels),
    priority: fc.integer({ min: 1, max: 10 }),
    value: fc.constantFrom(0, 0.5, 1, 1, 1, 20),
    expires: fc.option(
      momentArbitrary.map((at) => new Date(at).toISOString()),
      { nil: undefined, freq: 2 },
    ),
    stakes: fc.constantFrom("low" as const, "medium" as const, "high" as const),
    flow: fc.option(fc.constantFrom("stalled", "renewal"), { nil: undefined }),
    decidedBy: fc.constantFrom("automation" as const, "approved" as const, "person" as const),
  })
  .map((touch) => touch as WantedTouch);

export const rulesArbitrary: fc.Arbitrary<ArbiterRules> = fc
  .record({
    nothing: fc.constantFrom(0, 2),
    longestWait: duration,
    quietHours: fc.option(
      fc
        .record({ from: clock, to: clock, channels: fc.uniqueArray(fc.constantFrom(...touchChannels), { minLength: 1 }), purposes })
        .filter(({ from, to }) => from !== to),
    ),
    caps: fc.array(
      fc.record({
        name: fc.constant("Cap"),
        kinds: fc.option(fc.uniqueArray(fc.constantFrom(...touchKinds), { minLength: 1 })),
        purposes,
        max: fc.integer({ min: 1, max: 3 }),
        within: duration,
      }),
      { maxLength: 3 },
    ),
    gap: fc.option(fc.record({ within: duration, purposes })),
    score: fc.option(fc.record({ holds: purposes, within: duration, atMost: fc.constant({ nps: 6, csat: 2 }) })),
    complaint: fc.option(fc.record({ holds: purposes, forgottenAfter: duration })),
    holdout: fc.record({ share: fc.constantFrom(0, 0.1, 0.5), flowShare: fc.constantFrom(0, 0.5), purposes }),
  })
  .map((some) => arbiterRulesSchema.parse({ ...defaultArbiterRules, ...some }));

/** Facts as they may be around a moment; most people are reachable and have agreed. */
export const factsArbitrary: fc.Arbitrary<Facts> = fc.record({
  workspaceId: fc.constant("00000000-0000-4000-8000-00000000000b"),
  personId: fc.integer({ min: 0, max: 5000 }).map((n) => `p_${n.toString(16).padStart(16, "0")}`),
  timezone: zone,
  email: fc.option(fc.constant("ada@x.example"), { freq: 9 }),
  phone: fc.option(fc.constant("+4912345"), { freq: 9 }),
  push: fc.boolean(),
  traits: fc.constantFrom({}, { marketingConsent: true }, { marketingConsent: false }, { marketingConsent: "yes" }),
  consents: fc.uniqueArray(
    fc.record({ purpose: fc.constantFrom(...topics), granted: fc.constantFrom(true, true, true, false), at: momentArbitrary }),
    { selector: ({ purpose }) => purpose, maxLength: 3 },
  ),
  matters: fc.array(
    fc
      .tuple(fc.constantFrom(...matterKinds), fc.constantFrom(...topics), momentArbitrary, fc.integer({ min: 0, max: dayMs }))
      .map(([kind, key, openedAt, more]) => ({ kind, key, openedAt, lastAt: openedAt + more })),
    { maxLength: 1 },
  ),
  scores: fc.array(fc.record({ kind: fc.constantFrom(...scoreKinds), score: fc.integer({ min: 1, max: 10 }), at: momentArbitrary }), {
    maxLength: 1,
  }),
  past: fc.array(fc.record({ at: momentArbitrary, kind: fc.constantFrom(...touchKinds), purpose: fc.constantFrom(...touchPurposes) }), {
    maxLength: 8,
  }),
  tiers: fc.uniqueArray(fc.constantFrom(...tiers)),
  holdouts: fc.uniqueArray(fc.record({ scope: fc.constantFrom("", "stalled"), held: fc.boolean() }), { selector: ({ scope }) => scope }),
});
