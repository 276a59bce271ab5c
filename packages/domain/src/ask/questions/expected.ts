import type { Predicate, QueryInput, Range } from "@throughline/contract";

/** Shorthands for the expected objects of the questions. "Today" is Sunday, 22 November 2026, in UTC. */
export const clock = { nowMs: Date.parse("2026-11-22T12:00:00Z"), timezone: "UTC" };
export const last = (value: number, unit: "hour" | "day" | "week" | "month"): Range => ({ last: { value, unit } });
export const days = (from: string, to = "2026-11-22"): Range => ({ from, to });
export const is = (property: string, value: string | number | boolean): Predicate => ({ property, op: "eq", value });
export const isNot = (property: string, value: string): Predicate => ({ property, op: "neq", value });
export const oneOf = (property: string, ...value: string[]): Predicate => ({ property, op: "in", value });
export const over = (property: string, value: number): Predicate => ({ property, op: "gt", value });
export const under = (property: string, value: number): Predicate => ({ property, op: "lt", value });

type Trends = Extract<QueryInput, { kind: "trends" }>;
type Extra = Partial<Omit<Trends, "kind" | "series">>;
const month = last(30, "day");
/** Trends of events by one measure. */
export const trends = (
  events: string | null | string[],
  measure: Trends["series"][number]["measure"] = { kind: "total" },
  extra: Extra = {},
): QueryInput => ({
  kind: "trends",
  range: month,
  series: (Array.isArray(events) ? events : [events]).map((event) => ({ event, measure })),
  ...extra,
});
export const total = (event: string | null | string[], extra: Extra = {}) => trends(event, { kind: "total" }, extra);
export const people = (event: string | null | string[], extra: Extra = {}) => trends(event, { kind: "people" }, extra);
export const accounts = (event: string | null | string[], extra: Extra = {}) => trends(event, { kind: "accounts" }, extra);
export const by = (property: string, limit?: number): Extra => ({ breakdown: limit === undefined ? { property } : { property, limit } });

type Funnel = Extract<QueryInput, { kind: "funnel" }>;
export const funnel = (events: string[], extra: Partial<Omit<Funnel, "kind" | "steps">> = {}): QueryInput => ({
  kind: "funnel",
  range: month,
  steps: events.map((event) => ({ event })),
  ...extra,
});
export const journey = (key: string, extra: { range?: Range; where?: Predicate } = {}): QueryInput => ({
  kind: "journey",
  journey: key,
  range: month,
  ...extra,
});
export const retention = (start: string | null, back: string | null, extra: object = {}): QueryInput =>
  ({
    kind: "retention",
    range: last(12, "week"),
    start: { event: start },
    return: { event: back },
    period: "week",
    ...extra,
  }) as QueryInput;
export const paths = (extra: object): QueryInput => ({ kind: "paths", range: month, nodes: "event", ...extra }) as QueryInput;
export const lifecycle = (event: string | null, extra: object = {}): QueryInput =>
  ({ kind: "lifecycle", range: month, event, ...extra }) as QueryInput;
export const stickiness = (event: string | null, extra: object = {}): QueryInput =>
  ({ kind: "stickiness", range: month, event, ...extra }) as QueryInput;
/** Must be declined: there is a word that cannot be mapped, or too many readings. */
export const declined = null;
