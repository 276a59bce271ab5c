import { is, lastDays, lastWeeks, queryTile, textTile, type ReadyMadeDashboard } from "./tiles.ts";

const lastMonths = (value: number) => ({ last: { value, unit: "month" as const } });

/** Who becomes a customer, who stays one, and what do they say? */
export const commercialDashboard: ReadyMadeDashboard = {
  name: "Commercial",
  description: "Trials, checkouts, subscriptions and renewals, and what customers say of us.",
  filters: {},
  tiles: [
    queryTile([0, 0, 6, 5], "From trial to subscription, by account", {
      kind: "funnel",
      range: lastDays(90),
      steps: [
        { event: "Trial Started" },
        { event: "Upgrade Clicked", optional: true },
        { event: "Checkout Started" },
        { event: "Checkout Completed" },
      ],
      window: { value: 30, unit: "day" },
      by: "account",
    }),
    queryTile([6, 0, 6, 5], "Checkouts completed, by what they are for", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Checkout Completed" }],
      breakdown: { property: "event.purpose", limit: 5 },
    }),
    queryTile([0, 5, 8, 4], "Subscriptions started, renewed, upgraded and cancelled, by week", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: ["Subscription Started", "Subscription Renewed", "Subscription Upgraded", "Subscription Cancelled"].map((event) => ({
        event,
      })),
    }),
    textTile(
      [8, 5, 4, 4],
      "# Commercial\nMoney moves late: usage, limits and answers to surveys move first.\n- Accounts that reach a limit are asked to pay more: do they?\n- Amounts are in each account's own currency and so are not added up here.",
    ),
    queryTile([0, 9, 6, 4], "Accounts that reach a limit, by plan", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Plan Limit Reached", measure: { kind: "accounts" } }],
      breakdown: { property: "event.plan", limit: 5 },
    }),
    queryTile([6, 9, 6, 4], "Seats added, by week", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Seats Added", measure: { kind: "sum", property: "event.added" } }],
    }),
    queryTile([0, 13, 4, 4], "Would they recommend us? Mean answer, 0 to 10", {
      kind: "trends",
      range: lastMonths(6),
      interval: "month",
      series: [
        { event: "Survey Answered", where: is("event.surveyId", "nps-relationship"), measure: { kind: "avg", property: "event.score" } },
      ],
    }),
    queryTile([4, 13, 4, 4], "Payments that failed, by why", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: ["Invoice Payment Failed", "Payment Form Failed"] }],
      breakdown: { property: "event.error", limit: 5 },
    }),
    queryTile([8, 13, 4, 4], "Stars given in public reviews, mean", {
      kind: "trends",
      range: lastMonths(6),
      interval: "month",
      series: [{ event: "Review Posted", measure: { kind: "avg", property: "event.rating" } }],
    }),
  ],
};
