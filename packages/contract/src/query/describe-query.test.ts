import { expect, test } from "vitest";
import { describeQuery } from "./describe-query.ts";
import { querySchema, type QueryInput } from "./query.ts";

const said = (query: QueryInput) => describeQuery(querySchema.parse(query));
const range = { last: { value: 30, unit: "day" } } as const;

test("a trend says what is counted, how it is cut, and over which time", () => {
  expect(
    said({
      kind: "trends",
      range,
      series: [{ event: "Report Created", measure: { kind: "people" } }],
      breakdown: { property: "person.plan" },
      compare: "previous",
    }),
  ).toBe("People who did Report Created, by day and by person’s plan, against the period before, in the last 30 days");
});

test("a formula names its letters", () => {
  const series = [{ event: "A1" }, { event: ["B1", "B2"] }];
  expect(said({ kind: "trends", range, interval: "week", series, formula: "A / B" })).toBe(
    "A / B, with A = number of A1, B = number of B1 or B2, by week, in the last 30 days",
  );
});

test("a funnel says its steps in order, what must not lie between, and its conditions", () => {
  expect(
    said({
      kind: "funnel",
      range: { from: "2026-10-01", to: "2026-10-31" },
      steps: [{ event: "Signed Up" }, { event: null, optional: true }, { event: "Paid" }],
      exclude: [{ event: "Refunded", from: 0, to: 2 }],
      where: {
        all: [
          { property: "account.tier", op: "in", value: ["gold", "silver"] },
          {
            any: [
              { did: "Report Created", count: { gte: 3 }, within: { value: 7, unit: "day" } },
              { did: "Left", count: { eq: 0 } },
            ],
          },
        ],
      },
    }),
  ).toBe(
    "How many people did Signed Up, then any event (optional), then Paid within 14 days, without Refunded in between, in 2026-10-01 to 2026-10-31, " +
      "only where account’s tier is one of “gold”, “silver” and (did Report Created at least 3 times within 7 days or did not do Left)",
  );
});

test("the other kinds say what they show", () => {
  expect(said({ kind: "paths", range, start: "/pricing" })).toBe(
    "The paths of sessions over pages and events from /pricing, 5 steps, in the last 30 days",
  );
  expect(said({ kind: "retention", range, start: { event: "A" }, return: { event: null }, cohort: "recurring" })).toBe(
    "Who comes back to any event in each week after each A, in the last 30 days",
  );
  expect(said({ kind: "lifecycle", range, event: "A" })).toBe(
    "New, returning, resurrecting and dormant people of A, by week, in the last 30 days",
  );
  expect(said({ kind: "stickiness", range: { last: { value: 1, unit: "month" } }, event: "A" })).toBe(
    "People by the number of days in which they did A, in the last month",
  );
});
