import { z } from "zod";
import { arbiterAnswerSchema } from "../arbiter/decision.ts";
import { ruleNameSchema } from "../arbiter/rules.ts";
import { stepIdSchema } from "./steps.ts";

/** Something wrong with a definition. An error keeps it from being published. */
export const flowIssueSchema = z.object({
  severity: z.enum(["error", "warning"]),
  code: z.enum([
    "unreachable",
    "unsatisfiable",
    "no_exit",
    "missing_step",
    "missing_template",
    "missing_variable",
    "missing_segment",
    "missing_journey",
    "missing_flow",
    "unknown_event",
    "budget_collision",
    "no_goal",
    "self_triggering",
    "invalid",
  ]),
  step: stepIdSchema.nullable(),
  field: z.string().nullable().describe("Such as cases.0.when"),
  message: z.string(),
});
export type FlowIssue = z.infer<typeof flowIssueSchema>;

/** What differs between two definitions, in words. */
export const flowDifferenceSchema = z.object({
  what: z.enum(["added", "removed", "changed"]),
  step: stepIdSchema.nullable().describe("null: the trigger, the entry, the exit, the goal or the holdout"),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type FlowDifference = z.infer<typeof flowDifferenceSchema>;

/** A rate with its 95 % interval. */
const rate = z.object({
  reached: z.number().int(),
  people: z.number().int(),
  rate: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/**
 * Difference of rates between those who were treated and those left alone, by intention to treat. The interval is valid however often one looks (a confidence sequence); `decided` says whether it
 * excludes nothing at all.
 */
const lift = z.object({
  absolute: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  relative: z.number().nullable(),
  decided: z.enum(["better", "worse", "open"]),
  pValue: z.number().nullable().describe("Always valid"),
});

export const flowReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  goal: z.string().nullable().describe("In words"),
  open: z.number().int().describe("People whose time for the goal is not over: they are not in the rates yet"),
  caveats: z.array(z.string()).describe("What these numbers cannot say, in sentences"),
  treated: rate.describe("Each person once, with their first run, when the time for the goal is over"),
  held: rate,
  lift,
  sampleRatio: z.object({ expected: z.number(), seen: z.number().nullable(), pValue: z.number().nullable(), alarm: z.boolean() }),
  needed: z.object({
    people: z.number().int().nullable().describe("On both sides together, to see a lift of this size with 80 % power"),
    baseRate: z.number().nullable(),
    minimalLift: z.number(),
    perDay: z.number().nullable().describe("People who come in a day"),
    days: z.number().nullable(),
  }),
  stopped: z.object({ at: z.string(), reason: z.string() }).nullable(),
  splits: z.array(
    z.object({
      step: stepIdSchema,
      label: z.string(),
      goal: z.string().nullable(),
      variants: z.array(rate.extend({ key: z.string(), label: z.string(), weight: z.number(), againstFirst: lift.nullable() })),
      sampleRatio: z.object({ pValue: z.number().nullable(), alarm: z.boolean() }),
    }),
  ),
  messages: z.array(
    z.object({
      step: stepIdSchema,
      label: z.string(),
      asked: z.number().int(),
      sent: z.number().int(),
      failed: z.number().int(),
      unknown: z.number().int().describe("The provider did not answer: never sent again by itself"),
      opened: z.number().int(),
      clicked: z.number().int(),
      bounced: z.number().int(),
      complained: z.number().int(),
      unsubscribed: z.number().int(),
      held: z.array(z.object({ rule: ruleNameSchema, touches: z.number().int() })),
      goal: rate.nullable(),
    }),
  ),
  days: z
    .array(
      z.object({
        day: z.string(),
        treated: z.number().int(),
        held: z.number().int(),
        treatedGoals: z.number().int(),
        heldGoals: z.number().int(),
      }),
    )
    .describe("By the day on which they came in; goals so far"),
});
export type FlowReport = z.infer<typeof flowReportSchema>;

/** The draft on the past: what would have happened, with the same engine on a virtual clock. */
export const flowSimulationSchema = z.object({
  id: z.uuid(),
  state: z.enum(["running", "done", "failed", "stopped"]),
  progress: z.number(),
  failure: z.string().nullable(),
  notSimulated: z
    .string()
    .nullable()
    .describe("Why the past cannot tell whom this trigger would have let in: nobody comes in, and the numbers say nothing"),
  from: z.string(),
  to: z.string(),
  entrants: z.number().int(),
  people: z.number().int(),
  control: z.number().int(),
  reachedGoal: z
    .object({ treated: z.number().int(), held: z.number().int() })
    .describe("As they did in fact, without what the draft would have sent"),
  steps: z.record(stepIdSchema, z.object({ arrived: z.number().int(), waiting: z.number().int() })),
  edges: z.array(z.object({ from: z.string(), way: z.string(), to: z.string().nullable(), count: z.number().int() })),
  touches: z.array(
    z.object({
      step: stepIdSchema,
      asked: z.number().int(),
      answers: z.array(z.object({ answer: arbiterAnswerSchema, touches: z.number().int() })),
      held: z.array(z.object({ rule: ruleNameSchema, touches: z.number().int() })),
    }),
  ),
  days: z.array(z.object({ day: z.string(), entrants: z.number().int(), touches: z.number().int(), held: z.number().int() })),
  examples: z.array(z.object({ person: z.string(), name: z.string().nullable(), sentence: z.string() })),
  assumptions: z.array(z.string()).describe("What the past does not tell, and was taken for granted instead"),
  live: z
    .object({ version: z.number().int(), entrants: z.number().int(), touches: z.number().int(), held: z.number().int() })
    .nullable()
    .describe("What the published version would have done in the same time"),
});
export type FlowSimulation = z.infer<typeof flowSimulationSchema>;
