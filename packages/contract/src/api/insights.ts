import { z } from "zod";
import {
  answerMetaSchema,
  funnelAnswerSchema,
  journeyAnswerSchema,
  lifecycleAnswerSchema,
  pathsAnswerSchema,
  retentionAnswerSchema,
  stickinessAnswerSchema,
  trendsAnswerSchema,
} from "../query/answer.ts";
import { cellSchema } from "../query/cell.ts";
import { funnelQuerySchema, querySchema } from "../query/query.ts";
import { pageInput, route } from "./base.ts";
import { personSummarySchema } from "./people.ts";

const meta = answerMetaSchema.shape;
export const answerSchema = z.discriminatedUnion("kind", [
  trendsAnswerSchema.extend(meta),
  funnelAnswerSchema.extend(meta),
  pathsAnswerSchema.extend(meta),
  retentionAnswerSchema.extend(meta),
  lifecycleAnswerSchema.extend(meta),
  stickinessAnswerSchema.extend(meta),
  journeyAnswerSchema.extend(meta),
]);
export type Answer = z.infer<typeof answerSchema>;

/** Those who did it against those who did not: odds ratio with +1 smoothing, 95 % interval. */
export const distinctionSchema = z.object({
  kind: z.enum(["event", "property"]),
  label: z.string(),
  property: z.string().nullable(),
  value: z.string().nullable(),
  oddsRatio: z.number(),
  low: z.number(),
  high: z.number(),
  converted: z.number().int().describe("Converters that have it"),
  dropped: z.number().int().describe("Others that have it"),
  ofConverted: z.number().int(),
  ofDropped: z.number().int(),
  corrected: z.number().describe("Fisher's exact p, corrected for all that was compared (Benjamini–Hochberg)"),
});
export type Distinction = z.infer<typeof distinctionSchema>;

export const distinctionsSchema = z.object({
  items: z.array(distinctionSchema).describe("Of what differs by more than chance the clearest, at most 30"),
  converted: z.number().int(),
  dropped: z.number().int(),
  compared: z.number().int().describe("Properties and events that were compared"),
  differing: z.number().int().describe("Of those, the ones that differ by more than chance; `items` are the clearest of them"),
  falseDiscoveryRate: z.number().describe("Of what differs, the share that is expected to be chance is at most this"),
});
export type Distinctions = z.infer<typeof distinctionsSchema>;

export const insightsContract = {
  query: route
    .route({ method: "POST", path: "/query", summary: "Answer a question about behaviour", tags: ["Insights"] })
    .input(querySchema)
    .output(answerSchema),
  people: route
    .route({ method: "POST", path: "/query/people", summary: "The people behind one number of an answer", tags: ["Insights"] })
    .input(pageInput.extend({ query: querySchema, cell: cellSchema }))
    .output(z.object({ items: z.array(personSummarySchema), next: z.string().nullable(), total: z.number().int() })),
  distinguish: route
    .route({ method: "POST", path: "/query/distinguish", summary: "What distinguishes those who convert in a funnel", tags: ["Insights"] })
    .input(
      z.object({
        query: funnelQuerySchema,
        step: z.number().int().min(2).optional().describe("The last step unless told, counted from 1"),
      }),
    )
    .output(distinctionsSchema),
};
