import type { Alert, Condition, Query, Schedule, Watch } from "@throughline/contract";
import { describeQuery } from "@throughline/contract";
import type { Tone } from "../../ui/chip.tsx";

export const stateWords: Record<Alert["state"], { label: string; tone: Tone }> = {
  waiting: { label: "Not evaluated yet", tone: "neutral" },
  ok: { label: "OK", tone: "good" },
  firing: { label: "Firing", tone: "bleed" },
  failing: { label: "Cannot be evaluated", tone: "warn" },
};

/** Numbers that are shares from 0 to 1, written as percentages. */
export const isShare = (watch: Watch): boolean => watch.kind !== "trends" && watch.kind !== "lifecycle";

/** A watched number in words: “12.3 %”, “1,204”; “none” where there is none. */
export function writeValue(value: number | null, watch: Watch): string {
  if (value === null) return "none";
  if (isShare(watch)) return `${(value * 100).toLocaleString("en", { maximumFractionDigits: 1 })} %`;
  return value.toLocaleString("en", Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}

/** The condition as the end of a sentence: “is above 20 %”. */
export function describeCondition(condition: Condition, watch: Watch): string {
  switch (condition.kind) {
    case "threshold":
      return `is ${condition.direction} ${writeValue(condition.value, watch)}`;
    case "change": {
      const verb = { up: "rises", down: "falls", either: "changes" }[condition.direction];
      const size = condition.by === "percent" ? `${condition.value} %` : writeValue(condition.value, watch);
      return `${verb} by more than ${size} against the period before`;
    }
    case "anomaly": {
      const side = { up: "above", down: "below", either: "outside" }[condition.direction];
      return `is ${side} its norm (by chance in ${condition.falseAlarmRate * 100} % of evaluations)`;
    }
  }
}

export const describeSchedule = (schedule: Schedule): string =>
  "dailyAt" in schedule
    ? `daily at ${schedule.dailyAt}`
    : schedule.everyMinutes === 60
      ? "every hour"
      : `every ${schedule.everyMinutes} minutes`;

/** What is watched, in words. */
export function describeWatch(watch: Watch, query: Query): string {
  switch (watch.kind) {
    case "trends": {
      const interval = query.kind === "trends" ? query.interval : "interval";
      return watch.interval === "last" ? `the last whole ${interval}` : `the ${interval} under way`;
    }
    case "funnel":
      return watch.step === undefined ? "the share that gets to the end" : `the share that gets to step ${watch.step}`;
    case "retention":
      return `the share that is back in period ${watch.period}`;
    case "lifecycle":
      return `${watch.status} people in the last whole interval`;
    case "stickiness":
      return `the share active in at least ${watch.periods} intervals`;
    case "journey":
      return "the share of ended instances that reached the goal";
  }
}

/** What may be watched first of a query; null for one without a single number. */
export function firstWatch(query: Query): Watch | null {
  switch (query.kind) {
    case "trends":
      return { kind: "trends", series: 0, interval: "last" };
    case "funnel":
      return { kind: "funnel" };
    case "retention":
      return { kind: "retention", period: 1 };
    case "lifecycle":
      return { kind: "lifecycle", status: "new" };
    case "stickiness":
      return { kind: "stickiness", periods: 2 };
    case "journey":
      return { kind: "journey" };
    case "paths":
      return null;
  }
}

export const nameOf = (query: Query): string => describeQuery(query).slice(0, 120);
