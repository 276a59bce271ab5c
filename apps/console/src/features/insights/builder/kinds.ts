import { querySchema, type JourneyQuery, type Query, type QueryInput } from "@throughline/contract";

export type ExplorerQuery = Exclude<Query, JourneyQuery>;
export type ExplorerKind = ExplorerQuery["kind"];

export const kindLabels: Record<ExplorerKind, string> = {
  trends: "Trends",
  funnel: "Funnel",
  paths: "Paths",
  retention: "Retention",
  lifecycle: "Lifecycle",
  stickiness: "Stickiness",
};

type Events = string | string[] | null;

/** The event that a query is mainly about; null is any. */
export function eventOf(query: ExplorerQuery): Events {
  if (query.kind === "trends") return query.series[0]?.event ?? null;
  if (query.kind === "funnel") return query.steps[0]?.event ?? null;
  if (query.kind === "retention") return query.start.event;
  return query.kind === "paths" ? null : query.event;
}

/** Whether a query is asked about in the explorer: journeys have pages of their own. */
export const isExplorable = (query: Query): query is ExplorerQuery => query.kind !== "journey";
const read = (input: QueryInput): ExplorerQuery => {
  const query = querySchema.parse(input);
  if (!isExplorable(query)) throw new Error("A journey is not asked about here.");
  return query;
};

/** What the explorer shows first. */
export const firstQuery = (): ExplorerQuery =>
  read({ kind: "trends", range: { last: { value: 30, unit: "day" } }, series: [{ event: null }] });

/** A query of another kind about the same: time, conditions and events stay where both kinds know them. `known` are events to fill gaps, the most frequent first. */
export function switchKind(query: ExplorerQuery, kind: ExplorerKind, known: readonly string[]): ExplorerQuery {
  if (query.kind === kind) return query;
  const event = eventOf(query);
  const kept = { range: query.range, ...(query.where ? { where: query.where } : {}) };
  switch (kind) {
    case "trends":
      return read({
        ...kept,
        kind,
        series: query.kind === "funnel" ? query.steps.slice(0, 10).map((step) => ({ event: step.event, where: step.where })) : [{ event }],
      });
    case "funnel": {
      const steps = query.kind === "trends" ? query.series.map((one) => ({ event: one.event, where: one.where })) : [{ event }];
      const used = steps.flatMap((step) => step.event ?? []);
      const spare = known.filter((name) => !used.includes(name));
      while (steps.length < 2) steps.push({ event: spare.shift() ?? null, where: undefined });
      return read({ ...kept, kind, steps });
    }
    case "paths":
      return read({ ...kept, kind });
    case "retention":
      return read({ ...kept, kind, range: atLeastWeeks(query.range, 8), start: { event }, return: { event } });
    case "lifecycle":
      return read({ ...kept, kind, range: atLeastWeeks(query.range, 8), event });
    case "stickiness":
      return read({ ...kept, kind, event });
  }
}

/** Weeks are the usual period of these kinds: a month of days would show four of them. */
const atLeastWeeks = (range: Query["range"], weeks: number): Query["range"] => {
  if (!("last" in range)) return range;
  const days = { hour: 1 / 24, day: 1, week: 7, month: 30 }[range.last.unit] * range.last.value;
  return days >= weeks * 7 ? range : { last: { value: weeks, unit: "week" } };
};
