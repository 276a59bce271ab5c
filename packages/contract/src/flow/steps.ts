import { z } from "zod";
import { stakesSchema, touchChannelSchema, touchPurposeSchema } from "../arbiter/touch.ts";
import { taskPrioritySchema } from "../api/tasks.ts";
import { durationSchema } from "../predicate/duration.ts";
import { eventMatchSchema, predicateSchema } from "../predicate/predicate.ts";
import { clockSchema, dateMomentSchema, weekdaysSchema } from "./trigger.ts";

/** A step's id in its flow, kept from version to version. */
export const stepIdSchema = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "small letters, digits, - and _");
/** Where an edge leads: a step, or null, which ends the run. */
export const nextStepSchema = stepIdSchema.nullable();

const label = z.string().trim().max(100).default("");
/** Liquid, with `person`, `account`, `event` (what let them in), `flow`, `workspace` and, after a webhook, `answers.<step>`. */
const liquid = (longest: number) => z.string().trim().min(1, "must not be empty").max(longest);
const next = nextStepSchema;

/** Something to wait for; `timedOut` is taken when it has not come within `timeout`. */
export const flowWaitSchema = z.discriminatedUnion("for", [
  z.strictObject({ for: z.literal("duration"), duration: durationSchema }),
  z
    .strictObject({ for: z.literal("window"), from: clockSchema, to: clockSchema, weekdays: weekdaysSchema.default([1, 2, 3, 4, 5, 6, 7]) })
    .describe("Until the clock where the person is shows a time from `from` to before `to`"),
  z.strictObject({ for: z.literal("event"), event: eventMatchSchema, timeout: durationSchema }),
  z.strictObject({ for: z.literal("predicate"), when: predicateSchema, timeout: durationSchema }),
  z
    .strictObject({ for: z.literal("date"), moment: dateMomentSchema })
    .describe("Not at all when the moment is gone by, or the date is missing"),
]);
export type FlowWait = z.infer<typeof flowWaitSchema>;

/** What shows that something worked: this event, so long after. */
export const flowGoalSchema = z.strictObject({ event: eventMatchSchema, within: durationSchema });
export type FlowGoal = z.infer<typeof flowGoalSchema>;

/** Channels on which a flow can send; the rest of the touch is the arbiter's. */
export const messageChannels = ["email", "sms", "push", "in_app", "webhook"] as const;
export const messageChannelSchema = touchChannelSchema.extract(messageChannels);
export type MessageChannel = z.infer<typeof messageChannelSchema>;

const messageStep = z.strictObject({
  kind: z.literal("message"),
  label,
  channel: messageChannelSchema,
  template: z.string().max(100).describe("The key of a template of this channel; empty in a draft that has none yet"),
  touch: z.enum(["message", "survey"]).default("message"),
  purpose: touchPurposeSchema,
  topic: z.string().trim().min(1).max(64).nullable().default(null),
  priority: z.number().int().min(1).max(10).default(5),
  value: z.number().min(0).max(1e9).default(1),
  stakes: stakesSchema.default("low"),
  expiresAfter: durationSchema.nullable().default(null).describe("Not sent at all when the arbiter has not allowed it by then"),
  goal: flowGoalSchema.nullable().default(null).describe("The goal of this step, counted from when it was sent"),
  next,
  held: next.default(null).describe("Where those go whom the arbiter lets it not reach; as `next` when `heldIs` says so"),
  heldIs: z.enum(["next", "edge"]).default("next"),
});

/** A condition on a webhook's answer: a path into its JSON body, such as `plan.name`; `$status` is the HTTP status. */
const answerCondition = z.strictObject({
  path: z.string().trim().min(1).max(200),
  op: z.enum(["eq", "neq", "gt", "gte", "lt", "lte", "contains", "exists", "notExists"]),
  value: z
    .union([z.string().max(1000), z.number(), z.boolean()])
    .nullable()
    .default(null),
});

export const flowStepSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("wait"), label, wait: flowWaitSchema, next, timedOut: next.default(null) }),
  z.strictObject({
    kind: z.literal("branch"),
    label,
    cases: z
      .array(z.strictObject({ label: z.string().trim().max(100).default(""), when: predicateSchema, next }))
      .min(1)
      .max(20)
      .describe("The first that holds is taken. `event.…` outside of `did` is what let the person in"),
    otherwise: next,
  }),
  z.strictObject({
    kind: z.literal("split"),
    label,
    variants: z
      .array(
        z.strictObject({
          key: stepIdSchema,
          label: z.string().trim().max(100).default(""),
          weight: z.number().int().min(0).max(1000),
          next,
        }),
      )
      .min(2)
      .max(10)
      .describe("Drawn once for a person by weight, and kept"),
    goal: flowGoalSchema.nullable().default(null).describe("What the variants are compared by; the flow's goal unless told"),
  }),
  messageStep,
  z.strictObject({
    kind: z.literal("webhook"),
    label,
    method: z.enum(["POST", "PUT", "GET"]).default("POST"),
    url: liquid(2000),
    body: z.string().max(20_000).nullable().default(null).describe("Liquid that gives JSON; null sends the person and what let them in"),
    answers: z
      .array(z.strictObject({ label: z.string().trim().max(100).default(""), when: answerCondition, next }))
      .max(10)
      .default([]),
    next,
    failed: next.describe("Where to go after the last try, and when it is not known what came of it"),
  }),
  z.strictObject({
    kind: z.literal("task"),
    label,
    title: liquid(200),
    why: z.string().trim().max(4000).default("").describe("Liquid"),
    assignee: z.uuid().nullable().default(null),
    priority: taskPrioritySchema.default("normal"),
    due: durationSchema.nullable().default(null),
    outcomes: z
      .array(z.strictObject({ outcome: z.string().trim().min(1).max(60), next }))
      .max(10)
      .default([])
      .describe("None: the flow goes on at once and the task has the usual outcomes"),
    timeout: durationSchema.nullable().default(null),
    next: next.describe("When nothing is waited for, the task was cancelled, or time ran out"),
  }),
  z.strictObject({
    kind: z.literal("approval"),
    label,
    title: liquid(200),
    why: z.string().trim().max(4000).default("").describe("Liquid"),
    assignee: z.uuid().nullable().default(null),
    due: durationSchema.nullable().default(null),
    timeout: durationSchema.nullable().default(null),
    approved: next,
    refused: next,
  }),
  z.strictObject({
    kind: z.literal("change"),
    label,
    traits: z
      .array(
        z.strictObject({
          trait: z.string().trim().min(1).max(200),
          value: z.union([z.string().max(1000), z.number(), z.boolean()]).nullable(),
        }),
      )
      .max(20)
      .default([])
      .describe("null takes the trait away; texts are Liquid"),
    addTo: z.array(z.string().max(100)).max(10).default([]).describe("Static segments"),
    removeFrom: z.array(z.string().max(100)).max(10).default([]),
    next,
  }),
  z.strictObject({ kind: z.literal("flow"), label, flow: z.string().max(100).describe("Empty in a draft that has none yet"), next }),
  z.strictObject({ kind: z.literal("goal"), label, next }).describe("Who comes here has reached the goal"),
  z.strictObject({ kind: z.literal("exit"), label, reason: z.string().trim().max(200).default("") }),
]);
export type FlowStep = z.infer<typeof flowStepSchema>;
export type FlowStepKind = FlowStep["kind"];
