import { lastDays, lastWeeks, queryTile, textTile, type ReadyMadeDashboard } from "./tiles.ts";

const usingIt = ["Report Viewed", "Dashboard Viewed", "Report Created", "Report Edited", "Report Exported"];

/** Do people reach the value of the product, do they come back, and what stands in their way? */
export const productDashboard: ReadyMadeDashboard = {
  name: "Product",
  description: "Who uses the reports, who comes back, and where the product stands in their way.",
  filters: {},
  tiles: [
    textTile(
      [0, 0, 4, 4],
      "# Product\nHow people get to their first report, whether they come back to it, and what slows them down.\n- Click a number to see the people behind it.\n- Set a filter above to see one plan, country or device on every tile.",
    ),
    queryTile([4, 0, 8, 4], "People and accounts that use reports, by week", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [
        { event: usingIt, measure: { kind: "people" }, label: "People" },
        { event: usingIt, measure: { kind: "accounts" }, label: "Accounts" },
      ],
    }),
    queryTile([0, 4, 12, 4], "Onboarding", { kind: "journey", journey: "onboarding", range: lastDays(28) }),
    queryTile([0, 8, 6, 5], "From sign-up to a shared report", {
      kind: "funnel",
      range: lastDays(90),
      steps: [
        { event: "Signed Up" },
        { event: "Email Verified" },
        { event: "Data Source Connected" },
        { event: "Report Created" },
        { event: "Report Shared" },
      ],
      window: { value: 14, unit: "day" },
    }),
    queryTile([6, 8, 6, 5], "Who comes back to their reports, by week of the first", {
      kind: "retention",
      range: lastWeeks(10),
      start: { event: "Report Created" },
      return: { event: "Report Viewed" },
      period: "week",
      periods: 8,
    }),
    queryTile([0, 13, 6, 4], "New, returning, back again and gone readers, by week", {
      kind: "lifecycle",
      range: lastWeeks(10),
      interval: "week",
      event: "Report Viewed",
    }),
    queryTile([6, 13, 6, 4], "On how many days of the last 28 do people view reports?", {
      kind: "stickiness",
      range: lastDays(28),
      interval: "day",
      event: "Report Viewed",
    }),
    queryTile([0, 17, 6, 4], "New features in use, people by week", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Feature Used", measure: { kind: "people" } }],
      breakdown: { property: "event.feature" },
    }),
    queryTile([6, 17, 6, 4], "How long a report takes to open, ms (median and 90th percentile)", {
      kind: "trends",
      range: lastDays(60),
      interval: "day",
      series: [
        { event: "Report Viewed", measure: { kind: "p50", property: "event.loadMs" }, label: "Median" },
        { event: "Report Viewed", measure: { kind: "p90", property: "event.loadMs" }, label: "90th percentile" },
      ],
    }),
    queryTile([0, 21, 6, 4], "Friction: sessions hit, by day", {
      kind: "trends",
      range: lastDays(60),
      interval: "day",
      series: ["Rage Click", "Dead Click", "Error Click", "U-Turn"].map((event) => ({ event, measure: { kind: "sessions" as const } })),
    }),
    queryTile([6, 21, 6, 4], "Where does domain verification fail?", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Domain Verification Failed" }],
      breakdown: { property: "event.error", limit: 5 },
    }),
  ],
};
