import { describeDuration, describeEvents, describePredicate, describeProperty } from "./describe-predicate.ts";
import type { FunnelQuery, Measure, Query, Range, TrendsQuery } from "./query.ts";

const countWords: Record<string, string> = {
  total: "number of",
  people: "people who did",
  accounts: "accounts that did",
  sessions: "sessions with",
  perPerson: "times per person of",
};
const valueWords: Record<string, string> = {
  sum: "sum",
  avg: "average",
  p50: "median",
  p90: "90th percentile",
  p99: "99th percentile",
  min: "smallest",
  max: "largest",
};

/** “people who did Report Created”, “median of amount over Invoice Paid”. */
export function describeMeasure(measure: Measure, events: string): string {
  return "property" in measure
    ? `${valueWords[measure.kind]} of ${describeProperty(measure.property)} over ${events}`
    : `${countWords[measure.kind]} ${events}`;
}

/** “the last 30 days”, “1 October 2026 to …” as the dates stand in the query. */
export function describeRange(range: Range): string {
  if (!("last" in range)) return `${range.from} to ${range.to}`;
  return range.last.value === 1 ? `the last ${range.last.unit}` : `the last ${describeDuration(range.last)}`;
}

const condition = (where: Query["where"]) => (where === undefined ? "" : ` where ${describePredicate(where)}`);

function describeTrends({ series, formula, breakdown, compare, interval }: TrendsQuery): string {
  const parts = series.map((one) => describeMeasure(one.measure, describeEvents(one.event)) + condition(one.where));
  const counted = formula
    ? `${formula}, with ${parts.map((part, i) => `${String.fromCodePoint(65 + i)} = ${part}`).join(", ")}`
    : parts.join(" and ");
  return `${counted}, by ${interval}${breakdown ? ` and by ${describeProperty(breakdown.property)}` : ""}${compare ? ", against the period before" : ""}`;
}

function describeFunnel({ steps, order, window, by, breakdown, exclude }: FunnelQuery): string {
  const names = steps.map((step) => describeEvents(step.event) + (step.optional ? " (optional)" : "") + condition(step.where));
  const way = order === "any" ? `${names.join(", ")} in any order` : names.join(order === "strict" ? ", directly then " : ", then ");
  const without = exclude.length === 0 ? "" : `, without ${exclude.map(({ event }) => describeEvents(event)).join(" or ")} in between`;
  return `how many ${{ person: "people", account: "accounts", session: "sessions" }[by]} did ${way} within ${describeDuration(window)}${without}${breakdown ? `, by ${describeProperty(breakdown.property)}` : ""}`;
}

function describeWhat(query: Query): string {
  switch (query.kind) {
    case "trends":
      return describeTrends(query);
    case "funnel":
      return describeFunnel(query);
    case "paths": {
      const what = { page: "pages", event: "events", both: "pages and events" }[query.nodes];
      return `the paths of sessions over ${what}${query.start ? ` from ${query.start}` : ""}${query.end ? ` to ${query.end}` : ""}, ${query.steps} steps`;
    }
    case "retention":
      return `who comes back to ${describeEvents(query.return.event)} ${query.criterion === "on" ? "in" : "in or after"} each ${query.period} after ${query.cohort === "first" ? "their first" : "each"} ${query.start.event === null ? "event" : describeEvents(query.start.event)}`;
    case "lifecycle":
      return `new, returning, resurrecting and dormant people of ${describeEvents(query.event)}, by ${query.interval}`;
    case "stickiness":
      return `people by the number of ${query.interval}s in which they did ${describeEvents(query.event)}`;
    case "journey":
      return `the journey ${query.journey}${query.breakdown ? `, by ${describeProperty(query.breakdown.property)}` : ""}`;
  }
}

/** A query in one sentence without its full stop: “People who did Report Created, by day, in the last 30 days”. */
export function describeQuery(query: Query): string {
  const text = `${describeWhat(query)}, in ${describeRange(query.range)}${query.where ? `, only${condition(query.where)}` : ""}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
