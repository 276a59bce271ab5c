import { z } from "zod";
import { durationSchema } from "../predicate/duration.ts";
import { eventMatchSchema, propertyPath } from "../predicate/predicate.ts";

/**
 * What a customer is trying to do. Only what is here is declared; instances, edges, dwell and seams are computed from behaviour (rules in docs/journeys.md).
 * A journey's interactions are those that match its entry, a stage, the goal, a failure, or one of `contacts`, `conversation` and `friction`, on any channel.
 */
export const journeyKey = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower case letters, digits and hyphens, such as complaint-resolution");
const name = z.string().trim().min(1).max(100);
const matches = z.array(eventMatchSchema).min(1).max(10);
const otherMatches = z.array(eventMatchSchema).max(20).default([]);

export const maxStages = 12;
export const maxFailures = 6;

/** The figures of a journey that may have a target. Completion, repeat contact and the like are shares (0…1), times are seconds, the rest are means per instance. */
export const journeyKpis = [
  "completion",
  "timeMedian",
  "timeP90",
  "contacts",
  "switches",
  "repeats",
  "friction",
  "repeatContact",
  "revenue",
] as const;
export const journeyKpiSchema = z.enum(journeyKpis);
export type JourneyKpi = z.infer<typeof journeyKpiSchema>;
/** More is better for these; for all others less is. */
export const moreIsBetter: ReadonlySet<JourneyKpi> = new Set(["completion", "revenue"]);

export const journeyStageSchema = z.strictObject({
  key: journeyKey,
  name,
  matches: matches.describe("Any of these puts the customer into the stage"),
});
export const journeyFailureSchema = z.strictObject({ key: journeyKey, name, match: eventMatchSchema });

export const journeyDefinitionSchema = z.strictObject({
  key: journeyKey,
  name,
  owner: z.string().trim().max(100).nullable().default(null).describe("Who answers for this journey: a person or a team"),
  description: z.string().max(2000).default(""),
  by: z
    .enum(["person", "account"])
    .default("person")
    .describe("Whose journey it is. By account: the account that the interactions themselves carry"),
  entry: eventMatchSchema,
  stages: z.array(journeyStageSchema).min(1).max(maxStages),
  goal: matches,
  failures: z.array(journeyFailureSchema).max(maxFailures).default([]),
  window: durationSchema.describe("An instance that has not ended by then has expired"),
  contacts: otherMatches.describe("The customer gets in touch with us: each is one contact"),
  conversation: otherMatches.describe("What is said in a contact, by either side: for hand-offs and channel switches"),
  friction: otherMatches.describe("Rage clicks, errors and the like"),
  revenue: z
    .strictObject({ match: eventMatchSchema, property: propertyPath })
    .nullable()
    .default(null)
    .describe("What the customer pays in the instance: the sum of this property of these interactions"),
  targets: z.partialRecord(journeyKpiSchema, z.number()).default({}),
});
export type JourneyDefinition = z.infer<typeof journeyDefinitionSchema>;
export type JourneyStage = z.infer<typeof journeyStageSchema>;

/** Nodes of the map that are not stages. A failure is `$failed:<key>`. */
export const startNode = "$start";
export const completedNode = "$completed";
export const expiredNode = "$expired";
export const failedNode = (key: string): string => `$failed:${key}`;
