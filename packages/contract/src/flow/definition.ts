import { z } from "zod";
import { durationSchema } from "../predicate/duration.ts";
import { eventMatchSchema, predicateSchema } from "../predicate/predicate.ts";
import { flowGoalSchema, flowStepSchema, nextStepSchema, stepIdSchema, type FlowStep } from "./steps.ts";
import { flowTriggerSchema } from "./trigger.ts";

export const mostSteps = 200;

/** What a flow does, from version to version. Edges are the `next`s of the steps; they may lead back (a loop), up to `mostVisits` times into one step. */
export const flowDefinitionSchema = z.strictObject({
  trigger: flowTriggerSchema,
  entry: z.strictObject({
    who: predicateSchema.nullable().default(null).describe("Who may come in, of those whom the trigger brings"),
    again: z.enum(["never", "always", "after"]).default("never"),
    after: durationSchema.nullable().default(null).describe("For `after`: so long after they last came in"),
    whileIn: z.boolean().default(false).describe("Whether somebody who is in it may come in again beside that"),
  }),
  exit: z.strictObject({
    on: z.array(eventMatchSchema).max(10).default([]).describe("Any of these ends the run"),
    when: predicateSchema.nullable().default(null).describe("The run ends when this comes to hold"),
    onGoal: z.boolean().default(true),
  }),
  goal: flowGoalSchema.nullable().default(null).describe("What the flow is for, counted from when they came in"),
  holdout: z.number().min(0).max(0.5).nullable().default(null).describe("Share left alone; null: what the arbiter's rules say for flows"),
  stopOnHarm: z.boolean().default(true).describe("Ends by itself when the goal is reached significantly less with it than without"),
  start: nextStepSchema,
  steps: z
    .record(stepIdSchema, flowStepSchema)
    .refine((steps) => Object.keys(steps).length <= mostSteps, { error: `at most ${mostSteps} steps` }),
  mostVisits: z.number().int().min(1).max(1000).default(25),
  layout: z
    .record(stepIdSchema, z.strictObject({ x: z.number(), y: z.number() }))
    .default({})
    .describe("Where steps stand on the canvas; those without a place are laid out"),
});
export type FlowDefinition = z.infer<typeof flowDefinitionSchema>;

/** An edge: from which step, by which of its ways, to which step (null: the end). */
export type FlowEdge = { from: string; way: string; to: string | null };

/**
 * The ways out of a step, in the order in which they are shown. Ways are named `next`, `timedOut`, `held`, `failed`, `approved`, `refused`, `otherwise`, `case:0`, `variant:key`, `answer:0`,
 * `outcome:Settled`; an `exit` has none.
 */
export function waysOut(step: FlowStep): { way: string; to: string | null }[] {
  switch (step.kind) {
    case "wait":
      return step.wait.for === "event" || step.wait.for === "predicate"
        ? [
            { way: "next", to: step.next },
            { way: "timedOut", to: step.timedOut },
          ]
        : [{ way: "next", to: step.next }];
    case "branch":
      return [...step.cases.map(({ next }, index) => ({ way: `case:${index}`, to: next })), { way: "otherwise", to: step.otherwise }];
    case "split":
      return step.variants.map(({ key, next }) => ({ way: `variant:${key}`, to: next }));
    case "message":
      return [{ way: "next", to: step.next }, ...(step.heldIs === "edge" ? [{ way: "held", to: step.held }] : [])];
    case "webhook":
      return [
        ...step.answers.map(({ next }, index) => ({ way: `answer:${index}`, to: next })),
        { way: "next", to: step.next },
        { way: "failed", to: step.failed },
      ];
    case "task":
      return [...step.outcomes.map(({ outcome, next }) => ({ way: `outcome:${outcome}`, to: next })), { way: "next", to: step.next }];
    case "approval":
      return [
        { way: "approved", to: step.approved },
        { way: "refused", to: step.refused },
      ];
    case "exit":
      return [];
    default:
      return [{ way: "next", to: step.next }];
  }
}

/** All edges, that from the trigger (`from: "trigger"`) first. */
export const edgesOf = ({ start, steps }: Pick<FlowDefinition, "start" | "steps">): FlowEdge[] => [
  { from: "trigger", way: "next", to: start },
  ...Object.entries(steps).flatMap(([from, step]) => waysOut(step).map(({ way, to }) => ({ from, way, to }))),
];
