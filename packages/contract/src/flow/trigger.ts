import { z } from "zod";
import { durationSchema } from "../predicate/duration.ts";
import { eventMatchSchema, predicateSchema } from "../predicate/predicate.ts";

const key = z.string().min(1).max(100);
export const clockSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time such as 09:00");
/** 1 is Monday, 7 is Sunday. */
export const weekdaysSchema = z.array(z.number().int().min(1).max(7)).min(1).max(7);

/** A date that a person or one of their accounts carries as a trait. */
export const dateTraitSchema = z
  .string()
  .max(300)
  .regex(/^(person|account)\.[^.]+(\.[^.]+)*$/, "a property such as person.renewalDate or account.trialEndsAt");

/** A moment by a date trait: so long before or after it, on that day at this time by the clock where the person is. When the date moves, the moment moves. */
export const dateMomentSchema = z.strictObject({
  property: dateTraitSchema,
  days: z.number().int().min(-3650).max(3650).default(0).describe("−60 is sixty days before the date"),
  at: clockSchema.nullable().default("09:00").describe("null: at the moment that the trait says"),
});
export type DateMoment = z.infer<typeof dateMomentSchema>;

/**
 * What lets people into a flow. `event`: they do it. `segment`: they (or an account of theirs) come into a live segment, or leave it. `stage`: they reach a stage of a journey, or are still there
 * after so long. `date`: a date comes near. `schedule`: everybody for whom the predicate holds, at a time by the workspace's clock. `manual`: somebody starts it, in the console or over the API.
 */
export const flowTriggerSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("event"), on: eventMatchSchema }),
  z.strictObject({
    kind: z.literal("segment"),
    of: z.enum(["person", "account"]).default("person").describe("Whose segment it is; one of accounts lets in the people of the account"),
    segment: key,
    on: z.enum(["entered", "left"]),
  }),
  z.strictObject({
    kind: z.literal("stage"),
    journey: key,
    stage: key,
    on: z.enum(["reached", "stalled"]),
    after: durationSchema.nullable().default(null).describe("For `stalled`: how long they have been there"),
  }),
  z.strictObject({ kind: z.literal("date"), moment: dateMomentSchema }),
  z.strictObject({
    kind: z.literal("schedule"),
    every: z.enum(["day", "week", "month"]),
    at: clockSchema,
    weekday: z.number().int().min(1).max(7).default(1).describe("For a week"),
    day: z.number().int().min(1).max(28).default(1).describe("For a month"),
    who: predicateSchema,
  }),
  z.strictObject({ kind: z.literal("manual") }),
]);
export type FlowTrigger = z.infer<typeof flowTriggerSchema>;
