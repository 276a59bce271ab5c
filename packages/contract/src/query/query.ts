import { z } from "zod";
import { durationUnits } from "../predicate/duration.ts";
import { eventNames, predicateSchema, propertyPath } from "../predicate/predicate.ts";

/**
 * What to compute. The explorer, dashboards, alerts and the plain-language box all make this object, and one endpoint runs it.
 * Semantics are declared in docs/insights.md and held by the conformance kit.
 */
const instant = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
/** `to` as a date includes that day; as an instant it is the first moment no longer in. Dates are days of the workspace's zone. `last` ends now. */
export const rangeSchema = z.union([
  z.strictObject({ from: instant, to: instant }),
  z.strictObject({ last: z.strictObject({ value: z.number().int().min(1).max(1000), unit: z.enum(["hour", "day", "week", "month"]) }) }),
]);
export type Range = z.infer<typeof rangeSchema>;
export const intervals = ["hour", "day", "week", "month"] as const;
const interval = z.enum(intervals);
/** Of everything in the answer; speaks of the interaction, or of the person or account behind it. */
const where = predicateSchema.optional();

export const countMeasures = ["total", "people", "accounts", "sessions", "perPerson"] as const;
export const valueMeasures = ["sum", "avg", "p50", "p90", "p99", "min", "max"] as const;
export const measureSchema = z.union([
  z.strictObject({ kind: z.enum(countMeasures) }),
  z.strictObject({ kind: z.enum(valueMeasures), property: propertyPath }),
]);
export type Measure = z.infer<typeof measureSchema>;
export const breakdownSchema = z.strictObject({ property: propertyPath, limit: z.number().int().min(1).max(50).default(10) });

export const seriesSchema = z.strictObject({
  event: eventNames,
  where,
  measure: measureSchema.default({ kind: "total" }),
  label: z.string().max(200).optional(),
});
export const trendsQuerySchema = z.strictObject({
  kind: z.literal("trends"),
  range: rangeSchema,
  interval: interval.default("day"),
  series: z.array(seriesSchema).min(1).max(10),
  /** Letters stand for the series: A / B, (A + B) / C * 100. */
  formula: z.string().max(200).optional(),
  breakdown: breakdownSchema.optional(),
  compare: z.literal("previous").optional(),
  where,
});
export type TrendsQuery = z.infer<typeof trendsQuerySchema>;

export const funnelStepSchema = z.strictObject({
  event: eventNames,
  where,
  optional: z.boolean().default(false),
  label: z.string().max(200).optional(),
});
export const funnelSemantics = ["default", "mixpanel", "windowFunnel"] as const;
export const funnelQuerySchema = z.strictObject({
  kind: z.literal("funnel"),
  range: rangeSchema,
  steps: z.array(funnelStepSchema).min(2).max(20),
  order: z.enum(["ordered", "strict", "any"]).default("ordered"),
  window: z.strictObject({ value: z.number().int().min(1).max(10_000), unit: z.enum(durationUnits) }).default({ value: 14, unit: "day" }),
  /** `from` and `to` are indexes of steps, from 0: the event must not lie between them. */
  exclude: z
    .array(z.strictObject({ event: eventNames, where, from: z.number().int().min(0), to: z.number().int().min(1) }))
    .max(5)
    .default([]),
  by: z.enum(["person", "account", "session"]).default("person"),
  breakdown: breakdownSchema
    .extend({
      attribution: z.union([z.enum(["first", "last"]), z.string().regex(/^step:\d{1,2}$/, "first, last or step:N")]).default("first"),
    })
    .optional(),
  semantics: z.enum(funnelSemantics).default("default"),
  where,
});
export type FunnelQuery = z.infer<typeof funnelQuerySchema>;

export const pathsQuerySchema = z.strictObject({
  kind: z.literal("paths"),
  range: rangeSchema,
  nodes: z.enum(["page", "event", "both"]).default("both"),
  start: z.string().min(1).max(500).optional(),
  end: z.string().min(1).max(500).optional(),
  steps: z.number().int().min(2).max(20).default(5),
  gapMinutes: z.number().int().min(1).max(1440).default(30),
  /** RE2 patterns; the first that matches a page's path gives its name. */
  clean: z
    .array(z.strictObject({ match: z.string().min(1).max(200), as: z.string().min(1).max(200) }))
    .max(20)
    .default([]),
  limit: z.number().int().min(1).max(500).default(50),
  where,
});
export type PathsQuery = z.infer<typeof pathsQuerySchema>;

const occurrence = z.strictObject({ event: eventNames, where });
export const retentionQuerySchema = z.strictObject({
  kind: z.literal("retention"),
  range: rangeSchema,
  start: occurrence,
  return: occurrence,
  period: z.enum(["day", "week", "month"]).default("week"),
  periods: z.number().int().min(1).max(60).default(12),
  cohort: z.enum(["first", "recurring"]).default("first"),
  criterion: z.enum(["on", "onOrAfter"]).default("on"),
  where,
});
export type RetentionQuery = z.infer<typeof retentionQuerySchema>;

export const lifecycleQuerySchema = z.strictObject({
  kind: z.literal("lifecycle"),
  range: rangeSchema,
  interval: interval.default("week"),
  event: eventNames,
  where,
});
export type LifecycleQuery = z.infer<typeof lifecycleQuerySchema>;
export const stickinessQuerySchema = z.strictObject({
  kind: z.literal("stickiness"),
  range: rangeSchema,
  interval: interval.default("day"),
  event: eventNames,
  where,
});
export type StickinessQuery = z.infer<typeof stickinessQuerySchema>;
export const journeyQuerySchema = z.strictObject({
  kind: z.literal("journey"),
  journey: z.string().min(1).max(100),
  range: rangeSchema,
  breakdown: breakdownSchema.optional(),
  where,
});
export type JourneyQuery = z.infer<typeof journeyQuerySchema>;

export const querySchema = z.discriminatedUnion("kind", [
  trendsQuerySchema,
  funnelQuerySchema,
  pathsQuerySchema,
  retentionQuerySchema,
  lifecycleQuerySchema,
  stickinessQuerySchema,
  journeyQuerySchema,
]);
export type Query = z.infer<typeof querySchema>;
/** A query as it may be written: what has a default may be left out. */
export type QueryInput = z.input<typeof querySchema>;
