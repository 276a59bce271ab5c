import { z } from "zod";
import { channelSchema } from "../interaction.ts";
import { journeyKpiSchema } from "../journey/definition.ts";

const value = z.string().nullable().optional();
/** One number of an answer, to be opened: who is behind it? The kind is the query's. Steps are counted from 1, periods from 0. */
export const cellSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("trends"),
    series: z.number().int().min(0).default(0),
    at: z.string().optional().describe("An interval; without it the whole range"),
    breakdown: value,
    compare: z.literal("previous").optional().describe("A number of the period before, of a query that compares with it"),
  }),
  z.strictObject({
    kind: z.literal("funnel"),
    step: z.number().int().min(1),
    outcome: z.enum(["reached", "dropped"]).default("reached"),
    breakdown: value,
  }),
  z.strictObject({
    kind: z.literal("paths"),
    from: z.strictObject({ step: z.number().int(), label: z.string() }),
    to: z.strictObject({ step: z.number().int(), label: z.string() }),
  }),
  z.strictObject({ kind: z.literal("retention"), at: z.string(), period: z.number().int().min(0) }),
  z.strictObject({ kind: z.literal("lifecycle"), at: z.string(), status: z.enum(["new", "returning", "resurrecting", "dormant"]) }),
  z.strictObject({ kind: z.literal("stickiness"), periods: z.number().int().min(1) }),
  z.strictObject({
    kind: z.literal("journey"),
    stage: z.string().optional(),
    status: z
      .enum(["now", "entered", "left", "completed", "failed", "dropped", "active", "switched", "contacted", "hindered"])
      .default("entered")
      .describe(
        "active: did anything in the range (in the stage, on the channel); switched: changed channel; contacted: got in touch; hindered: met friction",
      ),
    channel: channelSchema.optional().describe("With active: on this channel; with switched: away from this one"),
    toChannel: channelSchema.optional().describe("With switched: to this one"),
    figure: journeyKpiSchema
      .optional()
      .describe("Those whose instances began in the range and count in this figure: that completed, that made any contact, that paid"),
    to: z.string().optional().describe("With a stage: those who went from it to this one"),
    failure: z.string().optional().describe("With failed: those who failed in this way"),
    seam: z.string().optional().describe("Those who crossed this hand-off"),
    crossing: z.enum(["crossed", "lost", "repeated"]).default("crossed"),
  }),
]);
export type Cell = z.infer<typeof cellSchema>;
