import { is, lastDays, lastWeeks, queryTile, textTile, type ReadyMadeDashboard } from "./tiles.ts";

/** What do people need help with, how long do they wait, and does the help help? */
export const supportDashboard: ReadyMadeDashboard = {
  name: "Support",
  description: "What people need help with, how long they wait, and whether it was settled.",
  filters: {},
  tiles: [
    queryTile([0, 0, 8, 4], "Requests for help by channel, by week", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [
        { event: "Ticket Opened", label: "Tickets" },
        { event: "Conversation Started", label: "Conversations" },
        { event: "Call Started", label: "Calls" },
      ],
    }),
    textTile(
      [8, 0, 4, 4],
      "# Support\nA request is a ticket, a conversation or a call. What is settled the first time, without a hand-over and without coming back, is what people remember as good help.\n- Topics show what to fix in the product.\n- Hand-overs show where people have to explain themselves twice.",
    ),
    queryTile([0, 4, 12, 4], "From asking for help to a settled matter", {
      kind: "journey",
      journey: "complaint-resolution",
      range: lastDays(28),
    }),
    queryTile([0, 8, 6, 4], "What tickets are about, by week", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Ticket Opened" }],
      breakdown: { property: "event.topic", limit: 6 },
    }),
    queryTile([6, 8, 6, 4], "Hours until a ticket is settled (median and 90th percentile)", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [
        { event: "Ticket Settled", measure: { kind: "p50", property: "event.hours" }, label: "Median" },
        { event: "Ticket Settled", measure: { kind: "p90", property: "event.hours" }, label: "90th percentile" },
      ],
    }),
    queryTile([0, 12, 6, 4], "Conversations handed over to a person, %", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Conversation Handed Over" }, { event: "Conversation Started" }],
      formula: "A / B * 100",
    }),
    queryTile([6, 12, 6, 4], "From reading the help to asking for help within a day", {
      kind: "funnel",
      range: lastDays(60),
      steps: [
        { event: "Help Article Viewed" },
        { event: ["Conversation Started", "Ticket Opened"], label: "Asked for help" },
        { event: "Conversation Handed Over", optional: true },
        { event: ["Ticket Settled", "Conversation Closed"], label: "Settled or closed" },
      ],
      window: { value: 1, unit: "day" },
    }),
    queryTile([0, 16, 4, 4], "Satisfaction with support, mean score", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [
        { event: "Survey Answered", where: is("event.surveyId", "csat-support"), measure: { kind: "avg", property: "event.score" } },
      ],
    }),
    queryTile([4, 16, 4, 4], "Tickets opened again, % of opened", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: "Ticket Reopened" }, { event: "Ticket Opened" }],
      formula: "A / B * 100",
    }),
    queryTile([8, 16, 4, 4], "Seconds on hold before a call (90th percentile)", {
      kind: "trends",
      range: lastWeeks(13),
      interval: "week",
      series: [{ event: ["Call Ended", "Call Abandoned"], measure: { kind: "p90", property: "event.waitSeconds" } }],
    }),
  ],
};
