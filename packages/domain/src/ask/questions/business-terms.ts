import type { Predicate, QueryInput } from "@throughline/contract";
import { by, days, declined, funnel, is, last, people, total, trends } from "./expected.ts";

const revenue = (extra: Parameters<typeof trends>[2] = {}) => trends("Invoice Paid", { kind: "sum", property: "event.amount" }, extra);
const trialToPaid = (extra: object = {}) => funnel(["Trial Started", "Subscription Started"], extra);
const ofSurvey = (kind: string, more?: Predicate) => ({ where: more ? { all: [is("event.kind", kind), more] } : is("event.kind", kind) });
const score = (kind: string, extra: object = {}) =>
  trends("Survey Answered", { kind: "avg", property: "event.score" }, { ...extra, ...ofSurvey(kind) });
const nps = (extra: object = {}, more?: Predicate): QueryInput => ({
  kind: "trends",
  range: last(30, "day"),
  series: [
    { event: "Survey Answered", where: { property: "event.score", op: "gte", value: 9 }, label: "Promoters" },
    { event: "Survey Answered", where: { property: "event.score", op: "lte", value: 6 }, label: "Detractors" },
    { event: "Survey Answered", where: { property: "event.score", op: "exists" }, label: "Answers" },
  ],
  formula: "(A - B) / C * 100",
  ...extra,
  ...ofSurvey("nps", more),
});

/** Questions in words of business, which no interaction is called by: what the catalogue honestly has for them, else declined. Written together with the rules that read them: what their score says of new questions is little. */
export const businessTerms: readonly [string, QueryInput | null][] = [
  ["What is our revenue?", revenue(by("event.currency"))],
  ["revenue per month this year", revenue({ ...by("event.currency"), interval: "month", range: days("2026-01-01") })],
  ["weekly revenue in EUR since September", revenue({ interval: "week", range: days("2026-09-01"), where: is("event.currency", "EUR") })],
  ["total revenue last month", revenue({ ...by("event.currency"), range: days("2026-10-01", "2026-10-31") })],
  ["revenue by currency", revenue(by("event.currency"))],
  ["revenue in USD by plan", revenue({ ...by("event.plan"), where: is("event.currency", "USD") })],
  [
    "how much money did we make in October in GBP?",
    revenue({ range: days("2026-10-01", "2026-10-31"), where: is("event.currency", "GBP") }),
  ],
  ["revenue compared with the 30 days before", revenue({ ...by("event.currency"), compare: "previous" })],
  ["top 5 accounts by revenue in EUR", revenue({ ...by("account.name", 5), where: is("event.currency", "EUR") })],
  ["revenue by plan", declined],
  ["revenue per customer", declined],
  ["average revenue", declined],
  ["revenue retention", declined],
  ["how many customers bring revenue", declined],
  ["net revenue", declined],
  ["annual recurring revenue", declined],
  ["revenue forecast for next quarter", declined],
  ["What is our NPS?", nps()],
  ["NPS by month this year", nps({ interval: "month", range: days("2026-01-01") })],
  [
    "net promoter score of enterprise accounts last quarter",
    nps({ range: days("2026-07-01", "2026-09-30") }, is("account.tier", "enterprise")),
  ],
  ["nps by account tier", nps(by("account.tier"))],
  ["csat last week", score("csat", { range: days("2026-11-09", "2026-11-15") })],
  ["average CSAT score by language", score("csat", by("person.language"))],
  ["customer effort score", score("ces")],
  ["average nps", declined],
  ["new signups", total("Signed Up")],
  ["new signups per week by country", total("Signed Up", { interval: "week", ...by("person.country") })],
  ["How many new users signed up last week?", people("Signed Up", { range: days("2026-11-09", "2026-11-15") })],
  ["new sign-ups from Germany this month", total("Signed Up", { range: days("2026-11-01"), where: is("person.country", "DE") })],
  ["new tickets opened yesterday", total("Ticket Opened", { range: days("2026-11-21", "2026-11-21") })],
  ["how many new customers", declined],
  ["people who viewed new reports", declined],
  ["trial to paid conversion", trialToPaid()],
  ["trial → paid", trialToPaid()],
  ["trial-to-paid conversion rate last quarter", trialToPaid({ range: days("2026-07-01", "2026-09-30") })],
  ["What share of trials convert to paid?", trialToPaid()],
  ["how many trial users become paying customers within 30 days", trialToPaid({ window: { value: 30, unit: "day" } })],
  ["trial conversion rate by country", trialToPaid(by("person.country"))],
];
