import {
  funnelQuerySchema,
  funnelSemantics,
  lifecycleQuerySchema,
  pathsQuerySchema,
  retentionQuerySchema,
  stickinessQuerySchema,
  trendsQuerySchema,
  type FunnelQuery,
  type LifecycleQuery,
  type PathsQuery,
  type Predicate,
  type Range,
  type RetentionQuery,
  type StickinessQuery,
  type TrendsQuery,
} from "@throughline/contract";
import fc from "fast-check";
import type { AccountView, InteractionView, PersonView } from "../../predicates/index.ts";

/** "Now" of everything below: after all that happens. */
export const historyNowMs = Date.parse("2026-04-20T15:00:00Z");
export const arbitraryTimezone = fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata");

const minuteMs = 60_000;
const dayMs = 86_400_000;
const firstDayMs = Date.parse("2026-03-02T00:00:00Z");

/** Mostly within three hours, ten minutes apart or at the same instant; some days, weeks and months later; a second apart now and then. */
const instant = fc
  .tuple(fc.constantFrom(0, 0, 0, 0, 1, 2, 7, 8, 27, 35), fc.integer({ min: 0, max: 17 }), fc.constantFrom(0, 0, 0, 1000, 2000))
  .map(([day, step, ms]) => firstDayMs + day * dayMs + step * 10 * minuteMs + ms);

const plans = ["pro", "free", undefined];
const interactionOf = (accounts: readonly AccountView[]): fc.Arbitrary<Omit<InteractionView, "id">> =>
  fc
    .record({
      at: instant,
      name: fc.constantFrom("A", "B", "C", "D"),
      isPage: fc.boolean(),
      path: fc.constantFrom("", "/a", "/b", "/b/1"),
      sessionId: fc.constantFrom("", "s1", "s2"),
      account: fc.constantFrom(null, ...accounts),
      amount: fc.constantFrom(undefined, 1, 2.5, "4", "x", -3),
      bot: fc.integer({ min: 0, max: 19 }).map((draw) => draw === 0),
    })
    .map(({ isPage, path, amount, ...rest }) => {
      // What happens at one instant has one plan: which of two serves a step there then makes no difference.
      const plan = plans[((rest.at / 1000 / 600) % plans.length) | 0];
      return {
        ...rest,
        kind: isPage ? "page" : "track",
        path: isPage ? path : "",
        channel: "web",
        actor: "customer",
        source: "00000000-0000-4000-8000-00000000000a",
        url: "",
        title: "",
        session: {},
        properties: { ...(plan === undefined ? {} : { plan }), ...(amount === undefined ? {} : { amount }) },
      };
    });

const accountViews: AccountView[] = ["acme", "globex"].map((key) => ({
  key,
  name: key,
  traits: { tier: key === "acme" ? "gold" : "free" },
  firstSeen: firstDayMs,
  lastSeen: firstDayMs,
}));

const personOf = (id: string): fc.Arbitrary<PersonView> =>
  fc
    .record({
      traits: fc.record({ plan: fc.constantFrom("pro", "free") }, { requiredKeys: [] }),
      accounts: fc.subarray(accountViews),
      interactions: fc.array(interactionOf(accountViews), { minLength: 1, maxLength: 9 }),
    })
    .map(({ traits, accounts, interactions }) => ({
      id,
      traits,
      accounts,
      consents: [],
      reachable: [],
      segments: [],
      stages: [],
      scores: {},
      firstSeen: Math.min(...interactions.map((one) => one.at)),
      lastSeen: Math.max(...interactions.map((one) => one.at)),
      interactions: interactions.map((one, index) => ({ ...one, id: `${id}-${index}` })),
    }));

/** One to six people with ids from "1"; names A to D, ties, bots, sessions shared between people, accounts `acme` (tier gold) and `globex` (free). */
export const arbitraryHistory: fc.Arbitrary<PersonView[]> = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => personOf(String(index + 1)))));

const event = fc.constantFrom<string | string[] | null>("A", "B", "C", "D", ["A", "B"], null);
const where = fc.option(
  fc.constantFrom<Predicate>(
    { property: "event.plan", op: "eq", value: "pro" },
    { property: "event.amount", op: "gt", value: 0 },
    { property: "person.plan", op: "neq", value: "free" },
    { property: "account.tier", op: "eq", value: "gold" },
    { not: { property: "event.amount", op: "exists" } },
  ),
  { nil: undefined, freq: 3 },
);
const occurrence = fc.record({ event, where });
const range = fc.constantFrom<Range>(
  { from: "2026-03-01", to: "2026-04-12" },
  { from: "2026-03-02T00:30:00Z", to: "2026-03-10T02:00:00Z" },
  { from: "2026-03-04", to: "2026-03-31" },
  { last: { value: 8, unit: "week" } },
);
const breakdownProperty = fc.constantFrom("event.plan", "person.plan", "account.tier", "account.$key");
const limit = fc.constantFrom(1, 2, 10);

/** Funnels of every order and profile, with optional steps, exclusions and breakdowns. */
export const arbitraryFunnel: fc.Arbitrary<FunnelQuery> = fc
  .record({
    range,
    steps: fc.array(
      fc.tuple(occurrence, fc.integer({ min: 0, max: 4 })).map(([step, draw]) => ({ ...step, optional: draw === 0 })),
      { minLength: 2, maxLength: 4 },
    ),
    order: fc.constantFrom("ordered" as const, "ordered" as const, "strict" as const, "any" as const),
    window: fc.constantFrom(
      { value: 30, unit: "minute" as const },
      { value: 1, unit: "hour" as const },
      { value: 14, unit: "day" as const },
    ),
    exclusion: fc.option(fc.tuple(fc.constantFrom("C", "D"), fc.nat(), fc.nat()), { nil: undefined, freq: 2 }),
    by: fc.constantFrom("person" as const, "person" as const, "account" as const, "session" as const),
    breakdown: fc.option(
      fc.record({ property: breakdownProperty, limit, attribution: fc.constantFrom("first", "last", "step:1", "step:2") }),
      { nil: undefined, freq: 2 },
    ),
    semantics: fc.constantFrom("default" as const, ...funnelSemantics),
    where,
  })
  .map(({ exclusion, ...query }) => {
    const from = exclusion ? exclusion[1] % (query.steps.length - 1) : 0;
    const to = exclusion ? from + 1 + (exclusion[2] % (query.steps.length - 1 - from)) : 1;
    return funnelQuerySchema.parse({ kind: "funnel", ...query, exclude: exclusion ? [{ event: exclusion[0], from, to }] : [] });
  });

const measure = fc.oneof(
  fc
    .constantFrom("total" as const, "people" as const, "accounts" as const, "sessions" as const, "perPerson" as const)
    .map((kind) => ({ kind })),
  fc
    .constantFrom("sum" as const, "avg" as const, "p50" as const, "p90" as const, "p99" as const, "min" as const, "max" as const)
    .map((kind) => ({ kind, property: "event.amount" })),
);
const interval = fc.constantFrom("day" as const, "week" as const, "month" as const);

export const arbitraryTrends: fc.Arbitrary<TrendsQuery> = fc
  .record({
    range,
    interval,
    series: fc.array(fc.record({ event, where, measure }), { minLength: 1, maxLength: 2 }),
    withFormula: fc.boolean(),
    breakdown: fc.option(fc.record({ property: breakdownProperty, limit }), { nil: undefined }),
    compare: fc.constantFrom(undefined, "previous" as const),
    where,
  })
  .map(({ withFormula, ...query }) =>
    trendsQuerySchema.parse({ kind: "trends", ...query, ...(withFormula && query.series.length === 2 ? { formula: "A / B * 100" } : {}) }),
  );

const place = fc.option(fc.constantFrom("A", "B", "/a", "/b"), { nil: undefined, freq: 2 });
export const arbitraryPaths: fc.Arbitrary<PathsQuery> = fc
  .record({
    range,
    nodes: fc.constantFrom("page" as const, "event" as const, "both" as const),
    start: place,
    end: place,
    steps: fc.integer({ min: 2, max: 5 }),
    gapMinutes: fc.constantFrom(10, 30, 60),
    clean: fc.constantFrom([], [{ match: "^/b/", as: "/b" }]),
    limit: fc.constantFrom(1, 3, 50),
    where,
  })
  .map((query) => pathsQuerySchema.parse({ kind: "paths", ...query }));

export const arbitraryRetention: fc.Arbitrary<RetentionQuery> = fc
  .record({
    range,
    start: occurrence,
    return: occurrence,
    period: interval,
    periods: fc.integer({ min: 1, max: 8 }),
    cohort: fc.constantFrom("first" as const, "recurring" as const),
    criterion: fc.constantFrom("on" as const, "onOrAfter" as const),
    where,
  })
  .map((query) => retentionQuerySchema.parse({ kind: "retention", ...query }));

const activity = fc.record({ range, interval, event, where });
export const arbitraryLifecycle: fc.Arbitrary<LifecycleQuery> = activity.map((query) =>
  lifecycleQuerySchema.parse({ kind: "lifecycle", ...query }),
);
export const arbitraryStickiness: fc.Arbitrary<StickinessQuery> = activity.map((query) =>
  stickinessQuerySchema.parse({ kind: "stickiness", ...query }),
);
