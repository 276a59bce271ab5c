import { z } from "zod";
import { journeyMapSchema } from "../journey/figures.ts";

const point = z.object({
  at: z.string().describe("Start of the interval, ISO 8601 in the workspace's zone"),
  value: z.number().nullable(),
});
const breakdownValue = z.string().nullable().describe("null: the property has no value. The rest beyond the limit is `$other`");
export const trendSeriesSchema = z.object({
  label: z.string(),
  series: z.number().int().nullable(),
  breakdown: breakdownValue.optional(),
  points: z.array(point),
});
const funnelStep = z.object({
  label: z.string(),
  count: z.number().int(),
  fromPrevious: z.number().nullable().describe("Share of those at the step before, 0…1"),
  fromFirst: z.number().nullable(),
  medianSeconds: z.number().nullable().describe("From the step before"),
  meanSeconds: z.number().nullable(),
});
const conversion = z
  .object({ rate: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .describe("Wilson interval at 95 %");
const node = z.object({ step: z.number().int(), label: z.string() });

export const trendsAnswerSchema = z.object({
  kind: z.literal("trends"),
  series: z.array(trendSeriesSchema),
  previous: z.array(trendSeriesSchema).optional(),
});
export const funnelAnswerSchema = z.object({
  kind: z.literal("funnel"),
  steps: z.array(funnelStep),
  breakdown: z.array(z.object({ value: breakdownValue, steps: z.array(funnelStep), n: z.number().int(), conversion })),
  n: z.number().int(),
  conversion,
});
export const pathsAnswerSchema = z.object({
  kind: z.literal("paths"),
  edges: z.array(
    z.object({ from: node, to: node, count: z.number().int(), people: z.number().int(), medianSeconds: z.number().nullable() }),
  ),
  left: z.number().int().describe("Transitions beyond the limit"),
  paths: z.number().int().describe("Sessions that the answer is about"),
});
export const retentionAnswerSchema = z.object({
  kind: z.literal("retention"),
  cohorts: z.array(
    z.object({
      at: z.string(),
      size: z.number().int(),
      counts: z.array(z.number().int().nullable()).describe("null: that period has not begun"),
    }),
  ),
});
export const lifecycleAnswerSchema = z.object({
  kind: z.literal("lifecycle"),
  series: z.object({ new: z.array(point), returning: z.array(point), resurrecting: z.array(point), dormant: z.array(point) }),
});
export const stickinessAnswerSchema = z.object({
  kind: z.literal("stickiness"),
  counts: z.array(z.number().int()).describe("[k]: people active in k + 1 periods"),
});

export const journeyAnswerSchema = z.object({
  kind: z.literal("journey"),
  map: journeyMapSchema,
  breakdown: z.array(
    z.object({ value: breakdownValue, entered: z.number().int(), completed: z.number().int(), open: z.number().int(), conversion }),
  ),
});

export type TrendsAnswer = z.infer<typeof trendsAnswerSchema>;
export type FunnelAnswer = z.infer<typeof funnelAnswerSchema>;
export type PathsAnswer = z.infer<typeof pathsAnswerSchema>;
export type RetentionAnswer = z.infer<typeof retentionAnswerSchema>;
export type LifecycleAnswer = z.infer<typeof lifecycleAnswerSchema>;
export type StickinessAnswer = z.infer<typeof stickinessAnswerSchema>;
export type JourneyAnswer = z.infer<typeof journeyAnswerSchema>;

/** How an answer came about: what it knows, what it read, what it cost. */
export const answerMetaSchema = z.object({
  freshness: z.object({
    at: z.string().describe("Everything processed up to here is in the answer"),
    waiting: z.number().int().describe("Events accepted and not processed yet"),
  }),
  rowsRead: z.number().int(),
  tookMs: z.number(),
  from: z.string(),
  to: z.string(),
  timezone: z.string(),
});
