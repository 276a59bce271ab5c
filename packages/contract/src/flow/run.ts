import { z } from "zod";
import { personId } from "../api/base.ts";
import { stepIdSchema } from "./steps.ts";

/**
 * `running`: at a step, `waiting` until something happens, `control`: left alone by a holdout and only observed. `finished`: it came to the end or an `exit`; `left`: an exit rule, the goal or
 * people ended it; `merged`: the person was merged with one who is in it already; `failed`: a step could not be done, visible with the reason, and can be tried again.
 */
export const runStates = ["running", "waiting", "control", "finished", "left", "merged", "failed"] as const;
export const runStateSchema = z.enum(runStates);
export type RunState = z.infer<typeof runStateSchema>;

/** One thing that a run did. `way` is the way out that was taken (see `waysOut`). */
export const runEventSchema = z.object({
  at: z.string(),
  step: stepIdSchema.nullable().describe("null: of the run itself"),
  what: z.enum(["entered", "arrived", "waits", "left_step", "touch", "sent", "goal", "failed", "migrated", "ended"]),
  way: z.string().nullable(),
  sentence: z.string(),
  evidence: z.record(z.string(), z.unknown()),
});
export type RunEvent = z.infer<typeof runEventSchema>;

export const flowRunSchema = z.object({
  id: z.guid().describe("Derived from what let them in, not drawn"),
  flow: z.object({ key: z.string(), name: z.string() }),
  version: z.number().int(),
  person: z.object({ id: personId, name: z.string().nullable(), email: z.string().nullable(), userId: z.string().nullable() }),
  state: runStateSchema,
  side: z.enum(["treated", "held", "held_by_all"]).describe("By which holdout they are left alone, if any"),
  step: stepIdSchema.nullable(),
  stepName: z.string().nullable().describe("What that step is called in the version of the run"),
  since: z.string().describe("At this step since"),
  dueAt: z.string().nullable().describe("When it goes on by itself, if nothing happens before"),
  enteredAt: z.string(),
  enteredBy: z.string().describe("What let them in, in words"),
  goalAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  ended: z.string().nullable().describe("Why, in a sentence"),
  variants: z.record(stepIdSchema, z.string()).describe("Which variant was drawn at each split"),
});
export type FlowRun = z.infer<typeof flowRunSchema>;
export const flowRunDetailsSchema = flowRunSchema.extend({
  trace: z.array(runEventSchema.extend({ stepName: z.string().nullable() })).describe("Oldest first"),
  draws: z
    .array(z.object({ step: stepIdSchema, stepName: z.string(), variant: z.string() }))
    .describe("Which variant was drawn at each split, in words"),
});

/**
 * Why somebody did not come into a flow. `unknown`: there is no such person. `inside`: in it now; `left_alone`: by a holdout, only watched. `before`: it lets everybody in once. `too_soon`: again only after a
 * time. `not_for_them`: not of those whom it is for. `used`: by the same request. `not_live`, `too_old`: what let them in does not count.
 */
export const entryRefusalSchema = z.object({
  person: personId,
  code: z.enum(["unknown", "inside", "left_alone", "before", "too_soon", "not_for_them", "used", "not_live", "too_old"]),
  reason: z.string().describe("In a sentence"),
  at: z.string().nullable().describe("`inside`, `left_alone`, `before`: when they came in; `too_soon`: from when on they may"),
});
export type EntryRefusal = z.infer<typeof entryRefusalSchema>;
export type FlowRunDetails = z.infer<typeof flowRunDetailsSchema>;
